package dev.freshet.bench.subject;

import dev.freshet.bench.load.Dialect;
import dev.freshet.bench.load.Feed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A server under load, running. Owned by the scenario that started it; closing ends the process.
public interface Subject extends AutoCloseable {
  /// Which one it is.
  SubjectKind kind();

  /// Its process.
  long pid();

  /// From starting the process to its being ready, in ms.
  double startMs();

  /// What its publishers speak.
  Feed feed();

  /// Where its publishers connect.
  int publishPort();

  /// Where viewers of `dialect` connect.
  ///
  /// @throws UnsupportedOperationException if it does not speak that
  int port(Dialect dialect);

  /// Its garbage collector's log, if it is a Java program.
  Optional<Path> collectorLog();

  /// Asks it about itself.
  ///
  /// @throws IOException if it has nobody to ask
  default AdminProbe admin() throws IOException {
    throw new IOException(kind().label() + " has no admin port");
  }

  /// Whether the process still runs.
  boolean isAlive();

  /// Lines that it printed, the newest thousand.
  List<String> lines();

  /// The last lines that it printed, for when something went wrong.
  String lastLines();

  @Override
  void close();
}
