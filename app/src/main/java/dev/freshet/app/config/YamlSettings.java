package dev.freshet.app.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Flattens a YAML document into settings that remember their lines. Used once for each document.
final class YamlSettings {
  private static final int MAX_DEPTH = 8;

  private final String fileName;
  private final List<Setting> settings = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  YamlSettings(String fileName) {
    this.fileName = fileName;
  }

  List<Setting> settings() {
    return settings;
  }

  List<Problem> problems() {
    return problems;
  }

  YamlSettings read(String text) {
    try {
      compose(text).ifPresent(this::readRoot);
    } catch (MarkedYamlEngineException broken) {
      problems.add(new Problem(place(broken.getProblemMark()), broken.getProblem()));
    } catch (YamlEngineException broken) {
      problems.add(new Problem(fileName, String.valueOf(broken.getMessage())));
    }
    return this;
  }

  private Optional<Node> compose(String text) {
    return new Compose(LoadSettings.builder().setLabel(fileName).build()).composeString(text);
  }

  private void readRoot(Node root) {
    if (root instanceof MappingNode mapping) {
      readMapping("", mapping, 0);
    } else if (!isNull(root)) {
      problems.add(new Problem(place(root.getStartMark()), "expected keys and values"));
    }
  }

  private void readMapping(String path, MappingNode mapping, int depth) {
    Set<String> seen = new HashSet<>();
    if (mapping.getValue().isEmpty() && !path.isEmpty()) {
      add(path, new Raw.EmptyMapping(), mapping);
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      String below = path.isEmpty() ? name : path + "." + name;
      if (!seen.add(name)) {
        complain(tuple.getKeyNode(), below + ": is there twice (expected: once)");
      } else {
        readValue(below, tuple, depth + 1);
      }
    }
  }

  private void readValue(String path, NodeTuple tuple, int depth) {
    Node value = tuple.getValueNode(); // no switch: see ValueType
    if (value instanceof MappingNode mapping && depth < MAX_DEPTH) {
      readMapping(path, mapping, depth);
    } else if (value instanceof SequenceNode sequence) {
      readSequence(path, sequence);
    } else if (value instanceof ScalarNode scalar) {
      add(path, scalar(path, scalar), scalar);
    } else {
      complain(tuple.getKeyNode(), path + ": too deep");
    }
  }

  private static Raw scalar(String path, ScalarNode scalar) {
    if (!isNull(scalar)) {
      return new Raw.Scalar(scalar.getValue());
    }
    return isSection(path) ? new Raw.EmptyMapping() : new Raw.Scalar("");
  }

  /// Whether keys stand below `path`; written without any, it means the same as an empty mapping.
  private static boolean isSection(String path) {
    return Keys.all().stream().noneMatch(key -> key.matches(path));
  }

  private void readSequence(String path, SequenceNode sequence) {
    List<String> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        items.add(scalar.getValue());
      } else {
        complain(item, path + ": expected a plain list");
      }
    }
    add(path, new Raw.Sequence(List.copyOf(items)), sequence);
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private void add(String path, Raw value, Node node) {
    settings.add(new Setting(path, value, place(node.getStartMark())));
  }

  private void complain(Node node, String complaint) {
    problems.add(new Problem(place(node.getStartMark()), complaint));
  }

  private String place(Optional<Mark> mark) {
    return mark.map(at -> fileName + ":" + (at.getLine() + 1)).orElse(fileName);
  }
}
