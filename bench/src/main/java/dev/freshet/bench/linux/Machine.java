package dev.freshet.bench.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine that the numbers hold for. A value: no owner.
///
/// @param processor its model
/// @param cores how many
/// @param memoryMiB how much
/// @param kernel name and version
/// @param java the virtual machine that runs the load and the floors
public record Machine(String processor, int cores, long memoryMiB, String kernel, String java) {

  /// This one.
  public static Machine read() throws IOException {
    return new Machine(
        field("/proc/cpuinfo", "model name"),
        (int)
            Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("processor"))
                .count(),
        Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "")) / 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version").split("-")[0],
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  private static String field(String file, String key) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(key))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .orElse("unknown");
  }
}
