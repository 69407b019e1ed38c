package dev.freshet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each test that a page of docs/protocols names is there.
class ProtocolPagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path PAGES = ROOT.resolve("docs").resolve("protocols");
  private static final Pattern PAGE_TEST = Pattern.compile("`(\\w+\\.test\\.ts)`: ");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern KEY = Pattern.compile("^( *)(\\w+):");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @ParameterizedTest
  @ValueSource(strings = {"rtmp.md", "flv.md", "http.md"})
  void namesTestsThatExist(String page) throws IOException {
    String text = Files.readString(ROOT.resolve("docs").resolve("protocols").resolve(page));
    List<MatchResult> named = NAMED.matcher(text).results().toList();
    assertThat(named).hasSizeGreaterThan(20);
    TreeSet<String> missing = new TreeSet<>();
    for (MatchResult test : named) {
      if (!sources(test.group(1)).contains("void " + test.group(2) + "(")) {
        missing.add(test.group());
      }
    }
    assertThat(missing).isEmpty();
  }

  /// A line of a table that says what happens also says which test shows it.
  @ParameterizedTest
  @ValueSource(strings = {"rtmp.md", "flv.md", "http.md"})
  void namesATestForEachLine(String page) throws IOException {
    String text = Files.readString(ROOT.resolve("docs").resolve("protocols").resolve(page));
    String tables = text.substring(text.indexOf("| shown by |"));
    assertThat(tables.lines().filter(line -> line.startsWith("| ")))
        .filteredOn(line -> !line.contains("shown by") && !line.startsWith("| ---"))
        .allMatch(line -> NAMED.matcher(line).find() || PAGE_TEST.matcher(line).find());
  }

  /// The tests of the watch page are named by their file, then by what they say.
  @Test
  void namesTestsOfThePageThatExist() throws IOException {
    List<String> lines =
        Files.readAllLines(PAGES.resolve("flv.md")).stream()
            .filter(line -> PAGE_TEST.matcher(line).find())
            .toList();
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      Matcher file = PAGE_TEST.matcher(line);
      assertThat(file.find()).isTrue();
      String source = Files.readString(ROOT.resolve("web/player/test/unit").resolve(file.group(1)));
      List<String> named =
          QUOTED.matcher(line.substring(file.end())).results().map(m -> m.group(1)).toList();
      assertThat(named).isNotEmpty().allMatch(name -> source.contains("it('" + name + "'"), line);
    }
  }

  /// A limit that the configuration has is shown to hold, and to cost nobody else a frame.
  @Test
  void namesATestForEachLimitOfTheConfiguration() throws IOException {
    StringBuilder pages = new StringBuilder();
    for (String page : List.of("rtmp.md", "flv.md", "hls.md")) {
      pages.append(Files.readString(PAGES.resolve(page)));
    }
    List<String> keys = new ArrayList<>();
    String section = "";
    for (String line : Files.readAllLines(ROOT.resolve("freshet.yaml"))) {
      Matcher key = KEY.matcher(line);
      if (key.find() && key.group(2).equals("limits")) {
        section = key.group(1) + "  ";
      } else if (key.find(0) && key.group(1).equals(section) && !section.isEmpty()) {
        keys.add(key.group(2));
      } else if (!line.startsWith("#")) {
        section = "";
      }
    }
    assertThat(keys).contains("handshakeTimeout", "maxTracks", "maxCrossingBytes");
    String shown = pages.toString();
    assertThat(keys).allMatch(key -> shown.lines().anyMatch(line -> isShown(key, line)));
  }

  private static boolean isShown(String key, String line) {
    return line.startsWith("| ") && line.contains("`" + key + "`") && NAMED.matcher(line).find();
  }

  private static String sources(String testClass) {
    StringBuilder sources = new StringBuilder();
    for (String module : List.of("media", "protocol", "hub", "node", "app", "e2e")) {
      Path tests = ROOT.resolve(module).resolve(Path.of("src", "test", "java"));
      try (Stream<Path> files = Files.walk(tests)) {
        for (Path file : files.filter(path -> path.endsWith(testClass + ".java")).toList()) {
          sources.append(Files.readString(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources.toString();
  }
}
