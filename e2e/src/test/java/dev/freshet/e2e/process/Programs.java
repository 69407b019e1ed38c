package dev.freshet.e2e.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Where the programs that tests start come from. A missing one fails the test in one line: nothing
/// is skipped silently.
public final class Programs {
  private static final Map<String, String> DEBIAN_PACKAGES =
      Map.ofEntries(
          Map.entry("ffmpeg", "ffmpeg"),
          Map.entry("ffprobe", "ffmpeg"),
          Map.entry("rtmpdump", "rtmpdump"),
          Map.entry("vlc", "vlc-bin vlc-plugin-base"),
          Map.entry("mpv", "mpv"),
          Map.entry("obs", "obs-studio"),
          Map.entry("Xvfb", "xvfb"),
          Map.entry("chromium", "chromium"),
          Map.entry("curl", "curl"),
          Map.entry("openssl", "openssl"),
          Map.entry("setpriv", "util-linux"),
          Map.entry(
              "gst-launch-1.0",
              "gstreamer1.0-tools gstreamer1.0-plugins-good gstreamer1.0-plugins-bad"
                  + " gstreamer1.0-plugins-ugly"));

  private Programs() {}

  /// Fails if `program` is not installed, saying which package of Debian has it.
  public static void require(String program) {
    if (!isInstalled(program)) {
      throw new AssertionError(
          program
              + " is not installed (./test installs it; Debian: apt-get install "
              + DEBIAN_PACKAGES.getOrDefault(program, program)
              + ")");
    }
  }

  private static boolean isInstalled(String program) {
    if (program.contains("/")) {
      return Files.isExecutable(Path.of(program));
    }
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
