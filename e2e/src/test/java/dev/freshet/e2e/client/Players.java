package dev.freshet.e2e.client;

import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.process.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The players that are one command each, without a screen or a loudspeaker.
public final class Players {
  private Players() {}

  /// rtmpdump, which writes what it gets into `file` until the server ends it.
  public static ChildProcess rtmpdump(Children children, String url, Path file) {
    return children.start(List.of("rtmpdump", "-v", "-r", url, "-o", file.toString()));
  }

  /// mpv, whose status line says `shown=N dropped=N lost=N WIDTHxHEIGHT AUDIO`.
  public static ChildProcess mpv(Children children, String url) {
    return children.start(
        List.of(
            "mpv",
            "--no-config",
            "--no-input-terminal",
            "--vo=null",
            "--ao=null",
            "--msg-level=statusline=status",
            "--term-status-msg=shown=${estimated-frame-number} dropped=${frame-drop-count}"
                + " lost=${decoder-frame-drop-count} ${width}x${height} ${audio-codec-name}\n",
            url));
  }

  /// VLC, which answers the command `stats` on its standard input. It refuses to run as root.
  public static ChildProcess vlc(Children children, String url) {
    List<String> vlc =
        List.of(
            "vlc",
            "-I",
            "rc",
            "--no-color",
            "--vout",
            "dummy",
            "--aout",
            "dummy",
            "--no-video-title-show",
            "--no-metadata-network-access",
            url);
    Programs.require("vlc");
    return children.start(asNobody(vlc), Map.of("HOME", "/nonexistent"));
  }

  private static List<String> asNobody(List<String> command) {
    if (!System.getProperty("user.name").equals("root")) {
      return command;
    }
    List<String> whole =
        new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    whole.addAll(command);
    return whole;
  }
}
