package dev.freshet.bench.measure;

import dev.freshet.bench.linux.ProcessStat;
import dev.freshet.bench.linux.SystemStat;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads processor time at two moments. Owned by its caller.
public final class CpuMeter {
  private final long pid;
  private final List<Integer> serverCores;
  private final int loadThread;
  private final long beginNs;
  private final long serverUs;
  private final Map<String, Long> threadsUs;
  private final long loadUs;
  private final SystemStat system;

  private CpuMeter(long pid, List<Integer> serverCores, int loadThread) throws IOException {
    this.pid = pid;
    this.serverCores = serverCores;
    this.loadThread = loadThread;
    threadsUs = ProcessStat.cpuUsByThread(pid);
    system = SystemStat.read(serverCores);
    loadUs = ProcessStat.ownThreadCpuUs(loadThread);
    serverUs = ProcessStat.cpuUs(pid);
    beginNs = System.nanoTime();
  }

  /// Takes the first reading.
  ///
  /// @param loadThread the load's thread in this process
  public static CpuMeter begin(long pid, List<Integer> serverCores, int loadThread)
      throws IOException {
    return new CpuMeter(pid, serverCores, loadThread);
  }

  /// Takes the second one.
  public CpuUse end() throws IOException {
    double seconds = (System.nanoTime() - beginNs) / 1e9;
    double usedUs = ProcessStat.cpuUs(pid) - serverUs;
    double loadUsedUs = ProcessStat.ownThreadCpuUs(loadThread) - loadUs;
    SystemStat now = SystemStat.read(serverCores);
    return new CpuUse(
        seconds,
        usedUs,
        loadUsedUs / seconds / 1e4,
        now.stealPercentSince(system),
        now.busyPercentSince(system),
        threadPercents(seconds));
  }

  private Map<String, Double> threadPercents(double seconds) throws IOException {
    Map<String, Double> percents = new TreeMap<>();
    ProcessStat.cpuUsByThread(pid)
        .forEach((name, us) -> {
          double percent = (us - threadsUs.getOrDefault(name, 0L)) / seconds / 1e4;
          if (percent >= 0.5) {
            percents.put(name, Math.round(percent * 10) / 10.0);
          }
        });
    return percents;
  }
}
