package dev.freshet.app.localcluster;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The command that runs a node as this program was run, but with its share of the memory.
/// Stateless.
final class NodeProgram {
  private static final List<String> OWN =
      List.of(
          "-Xms",
          "-Xmx",
          "-XX:MaxDirectMemorySize=",
          "-Dfreshet.began=",
          "-agentlib:",
          "-javaagent:");

  /// By name: it knows this package, and not the other way round.
  static final String MAIN = "dev.freshet.app.Main";

  private static final int MIB = 1 << 20;
  private static final int MIN_MIB = 96;
  private static final int MAX_MIB = 1024;

  private NodeProgram() {}

  /// @param nodes that share the machine
  static List<String> command(int nodes) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> OWN.stream().noneMatch(flag::startsWith))
        .forEach(command::add);
    long mib = shareMib(Runtime.getRuntime().maxMemory() / MIB, nodes);
    command.addAll(List.of("-Xmx" + mib + "m", "-XX:MaxDirectMemorySize=" + 2 * mib + "m"));
    command.addAll(List.of("-cp", classPath(), MAIN));
    return command;
  }

  static long shareMib(long allMib, int nodes) {
    return Math.clamp(allMib / nodes, MIN_MIB, MAX_MIB);
  }

  /// Of this program, as it reads from any folder.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
