package dev.freshet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each test that a page of docs/protocols names is there.
class ProtocolPagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @ParameterizedTest
  @ValueSource(strings = {"rtmp.md", "flv.md"})
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
  @ValueSource(strings = {"rtmp.md", "flv.md"})
  void namesATestForEachLine(String page) throws IOException {
    String text = Files.readString(ROOT.resolve("docs").resolve("protocols").resolve(page));
    String tables = text.substring(text.indexOf("| shown by |"));
    assertThat(tables.lines().filter(line -> line.startsWith("| ")))
        .filteredOn(line -> !line.contains("shown by") && !line.startsWith("| ---"))
        .allMatch(line -> NAMED.matcher(line).find());
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
