package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds documents and code together: what a document links to or names exists.
class DocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> ABOUT_CODE =
      List.of("ARCHITECTURE.md", "docs/life-of-a-frame.md");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");

  /// `Stream`, `Stream.join`, `Stamp.ingestUnixUs` in backticks.
  private static final Pattern NAME =
      Pattern.compile("`([A-Z][a-z][A-Za-z0-9]*)(?:\\.([A-Za-z][A-Za-z0-9_]*))?`");

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        String target = links.group(1);
        if (!target.contains(":") && !Files.exists(page.resolveSibling(target))) {
          broken.add(ROOT.relativize(page) + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyClassAndMemberThatIsNamedExists() throws IOException {
    Map<String, String> sources = sources();
    List<String> unknown = new ArrayList<>();
    for (String page : ABOUT_CODE) {
      Matcher names = NAME.matcher(Files.readString(ROOT.resolve(page)));
      while (names.find()) {
        String source = sources.get(names.group(1));
        String member = names.group(2);
        if (source == null || (member != null && !source.contains(member))) {
          unknown.add(page + ": " + names.group());
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }

  /// The source of every class by its name; of classes that share one, together.
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Path folder : sourceFolders()) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          sources.merge(nameOf(file), Files.readString(file), String::concat);
        }
      }
    }
    return sources;
  }

  private static List<Path> sourceFolders() throws IOException {
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : Stream.concat(modules, Stream.of(ROOT.resolve("web/player"))).toList()) {
        Stream.of("src/main/java", "src/test/java")
            .map(module::resolve)
            .filter(Files::isDirectory)
            .forEach(folders::add);
      }
    }
    return folders;
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }
}
