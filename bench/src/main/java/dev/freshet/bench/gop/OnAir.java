package dev.freshet.bench.gop;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Files pushed in real time, over and over, each by an ffmpeg of its own. Owned by the command;
/// closing takes them off air.
final class OnAir implements AutoCloseable {
  private final List<Process> pushers = new ArrayList<>();

  /// Pushes `encoding` under each of `profiles`.
  void push(Encoding encoding, List<String> profiles, int rtmpPort) throws IOException {
    Arguments arguments =
        new Arguments().add("-loglevel error -re -stream_loop -1 -i").word(encoding.file());
    for (String profile : profiles) {
      String url = new PushedStream(encoding.gopMs(), profile).pushUrl(rtmpPort);
      arguments.add("-map 0 -c copy -f flv").word(url);
    }
    pushers.add(
        new ProcessBuilder(Ffmpeg.command(arguments))
            .redirectErrorStream(true)
            .redirectOutput(new File(encoding.file() + ".log"))
            .start());
  }

  /// Whether all still push.
  boolean isWhole() {
    return pushers.stream().allMatch(Process::isAlive);
  }

  @Override
  public void close() {
    pushers.forEach(Process::destroyForcibly);
    pushers.forEach(pusher -> pusher.onExit().join());
  }
}
