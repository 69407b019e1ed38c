package dev.freshet.cluster.store.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The names of a journal's files: a generation is a snapshot, and a log of what came after it.
record JournalFiles(Path folder) {
  private static final String SNAPSHOT = ".snapshot";
  private static final String LOG = ".log";

  Path lock() {
    return folder.resolve("lock");
  }

  Path snapshot(long generation) {
    return folder.resolve(name(generation) + SNAPSHOT);
  }

  Path log(long generation) {
    return folder.resolve(name(generation) + LOG);
  }

  /// Where the end of a log goes that could not be read.
  Path cut(long generation) {
    return folder.resolve(name(generation) + LOG + ".cut");
  }

  /// Lowest first.
  List<Long> generations() throws IOException {
    TreeSet<Long> generations = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{16}\\.(snapshot|log)"))
          .forEach(name -> generations.add(Long.valueOf(name.substring(0, 16))));
    }
    return List.copyOf(generations);
  }

  private static String name(long generation) {
    return "%016d".formatted(generation);
  }
}
