package dev.freshet.e2e.client;

import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import java.nio.file.Path;
import java.util.List;

/// GStreamer by its command line.
public final class Gstreamer {
  private Gstreamer() {}

  /// Encodes five seconds of a test picture and pushes it with `rtmp2sink`; `copy` becomes a file
  /// with what was pushed.
  public static ChildProcess push(Children children, String url, Path copy) {
    return launch(
        children,
        """
        flvmux name=mux streamable=true ! tee name=both
        both. ! queue ! rtmp2sink async-connect=false location=%s
        both. ! queue ! filesink location=%s
        videotestsrc is-live=true num-buffers=125 ! video/x-raw,width=320,height=180,framerate=25/1
        ! x264enc tune=zerolatency key-int-max=25 bitrate=300 ! h264parse ! mux.
        audiotestsrc is-live=true num-buffers=215 samplesperbuffer=1024 ! audio/x-raw,rate=44100
        ! voaacenc ! aacparse ! mux.
        """
            .formatted(url, copy));
  }

  /// Plays with `rtmp2src` into a file until the server ends it.
  public static ChildProcess play(Children children, String url, Path file) {
    return launch(children, "rtmp2src location=%s ! filesink location=%s".formatted(url, file));
  }

  private static ChildProcess launch(Children children, String pipeline) {
    List<String> words = List.of(("gst-launch-1.0 -e " + pipeline).strip().split("\\s+"));
    return children.start(words);
  }
}
