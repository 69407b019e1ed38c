package dev.freshet.bench.subject;

import dev.freshet.bench.load.Dialect;
import java.nio.file.Path;

/// `freshet demo`, running. Owned by the scenario that started it.
///
/// @param folder for the files of those who look at it
public record DemoNode(Subject node, Path folder) implements AutoCloseable {
  /// The address of the watch page.
  public String page() {
    return "http://localhost:" + node.port(Dialect.FLV) + "/live/demo";
  }

  @Override
  public void close() {
    node.close();
  }
}
