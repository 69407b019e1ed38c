package dev.freshet.app.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void saysWhereEverythingIs() throws IOException {
    Path file = folder.resolve("cluster.json");
    ClusterPlan.Place place = ClusterPlan.of(1, 1, 2).nodes().getFirst();
    LocalNode node = LocalNode.of(place, folder.resolve("a1"), List.of(1, 2, 3, 4));
    Files.writeString(file, "of an earlier run");
    ClusterFile.write(
        file, "t", 7, "http://127.0.0.1:5", List.of(new ClusterFile.Running(node, 8)));
    assertThat(flat(Files.readString(file)))
        .startsWith(
            "token=t",
            "etcd.pid=7",
            "etcd.client=http://127.0.0.1:5",
            "nodes.id=a1",
            "nodes.pid=8",
            "nodes.tier=core",
            "nodes.region=region1",
            "nodes.isps=isp1",
            "nodes.isps=isp2",
            "nodes.rtmp=rtmp://127.0.0.1:1",
            "nodes.http=http://127.0.0.1:2",
            "nodes.admin=http://127.0.0.1:3",
            "nodes.relay=127.0.0.1:4");
  }

  @Test
  void nodesShareTheMemoryOfTheMachine() {
    assertThat(NodeProgram.shareMib(6_000, 5)).isEqualTo(1_024);
    assertThat(NodeProgram.shareMib(3_000, 10)).isEqualTo(300);
    assertThat(NodeProgram.shareMib(1_000, 50)).isEqualTo(96);
  }

  @Test
  void nodesRunTheProgramThatThisIs() throws ClassNotFoundException {
    assertThat(Class.forName(NodeProgram.MAIN).getSimpleName()).isEqualTo("Main");
    assertThat(NodeProgram.command(2))
        .endsWith(NodeProgram.MAIN)
        .noneMatch(word -> word.startsWith("-Xms"));
  }

  private static List<String> flat(String json) throws IOException {
    List<String> values = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          String path = parser.getParsingContext().pathAsPointer().toString();
          String name = path.replaceAll("/\\d+", "").substring(1).replace('/', '.');
          values.add(name + "=" + parser.getText());
        }
      }
    }
    return values;
  }
}
