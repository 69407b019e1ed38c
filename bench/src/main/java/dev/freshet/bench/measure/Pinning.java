package dev.freshet.bench.measure;

import dev.freshet.bench.linux.Affinity;
import java.io.IOException;
import java.util.List;

/// Which cores serve and which ones load. A value: no owner.
public record Pinning(List<Integer> serverCores, List<Integer> loadCores) {
  public Pinning {
    serverCores = List.copyOf(serverCores);
    loadCores = List.copyOf(loadCores);
  }

  /// The first core serves, the last one loads; on one core both share it.
  public static Pinning standard() throws IOException {
    List<Integer> cores = Affinity.ofThread();
    return new Pinning(List.of(cores.getFirst()), List.of(cores.getLast()));
  }

  /// Server and load on all of these cores.
  public Pinning shared() {
    List<Integer> all =
        java.util.stream.Stream.concat(serverCores.stream(), loadCores.stream())
            .distinct()
            .sorted()
            .toList();
    return new Pinning(all, all);
  }

  /// Whether they do not get into each other's way.
  public boolean isApart() {
    return serverCores.stream().noneMatch(loadCores::contains);
  }

  @Override
  public String toString() {
    return "server on core " + serverCores + ", load on core " + loadCores;
  }
}
