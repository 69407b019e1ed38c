package dev.freshet.bench.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Processor time of some cores since the machine started, in ticks (proc(5), `/proc/stat`). A
/// value: no owner.
///
/// @param total all of it
/// @param idle spent waiting
/// @param steal taken by other machines on the same host
public record SystemStat(long total, long idle, long steal) {

  /// The sum over `cores`.
  public static SystemStat read(List<Integer> cores) throws IOException {
    long total = 0;
    long idle = 0;
    long steal = 0;
    for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
      String[] fields = line.split(" +");
      if (fields[0].matches("cpu\\d+")
          && cores.contains(Integer.parseInt(fields[0].substring(3)))) {
        for (int i = 1; i <= 8; i++) {
          total += Long.parseLong(fields[i]);
        }
        idle += Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
        steal += Long.parseLong(fields[8]);
      }
    }
    return new SystemStat(total, idle, steal);
  }

  /// Share of the time since `before` that was stolen, in per cent.
  public double stealPercentSince(SystemStat before) {
    return percent(steal - before.steal, total - before.total);
  }

  /// Share of the time since `before` in which the cores worked, in per cent.
  public double busyPercentSince(SystemStat before) {
    return percent(total - before.total - (idle - before.idle), total - before.total);
  }

  private static double percent(long part, long whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }
}
