package dev.freshet.e2e.client;

import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// curl, always with the same options.
public record Curl(Children children, List<String> options) {
  private static final Duration ANSWERED = Duration.ofSeconds(40);

  public Curl(Children children, String... options) {
    this(children, List.of(options));
  }

  /// What the server said last.
  ///
  /// @param head its lines, the status first
  public record Answer(List<String> head, String body) {
    /// `HTTP/2 200`.
    public String status() {
      return head.getFirst().strip();
    }

    /// A header, or an empty text.
    public String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return head.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  /// Asks and waits for the whole answer.
  public Answer get(String url, String... more) {
    Path folder = children.folder("curl");
    Path head = folder.resolve("head");
    Path body = folder.resolve("body");
    List<String> command = command("-s", "-D", head.toString(), "-o", body.toString());
    command.addAll(List.of(more));
    command.add(url);
    children.start(command).awaitSuccess(ANSWERED);
    try {
      String text = Files.exists(body) ? Files.readString(body, StandardCharsets.ISO_8859_1) : "";
      return new Answer(Files.readAllLines(head), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Writes the body into a file, and says what happens.
  public ChildProcess download(String url, Path file) {
    List<String> command = command("-v", "-s", "-N", "-o", file.toString());
    command.add(url);
    return children.start(command);
  }

  private List<String> command(String... more) {
    List<String> command = new ArrayList<>(List.of("curl", "--insecure"));
    command.addAll(options);
    command.addAll(List.of(more));
    return command;
  }
}
