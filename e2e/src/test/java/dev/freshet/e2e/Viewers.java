package dev.freshet.e2e;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.client.WebSocketDump;
import dev.freshet.e2e.clip.Recording;
import dev.freshet.e2e.process.Children;
import dev.freshet.e2e.program.FreshetProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Three viewers of one stream, one a protocol, each of which records all that it gets until the
/// server ends it. Owned by one test.
final class Viewers {
  private final Ffmpeg.Reader rtmp;
  private final Ffmpeg.Reader http;
  private final WebSocketDump webSocket;

  private Viewers(Ffmpeg.Reader rtmp, Ffmpeg.Reader http, WebSocketDump webSocket) {
    this.rtmp = rtmp;
    this.http = http;
    this.webSocket = webSocket;
  }

  /// Starts them; all have asked for the stream when this returns.
  static Viewers join(Children children, FreshetProcess freshet, String stream) {
    Viewers viewers = start(children, freshet, stream);
    viewers.rtmp.awaitRequest();
    viewers.http.awaitRequest();
    return viewers;
  }

  private static Viewers start(Children children, FreshetProcess freshet, String stream) {
    return new Viewers(
        Ffmpeg.V8.read(children, freshet.rtmp(stream)),
        Ffmpeg.V8.read(children, freshet.http("/" + stream + ".flv")),
        WebSocketDump.start(children, freshet.webSocket("/" + stream + ".flv")));
  }

  /// Waits for the end of the stream and answers what each got, by protocol.
  Map<String, Recording> awaitRecordings() {
    Duration atMost = Duration.ofSeconds(60);
    Map<String, Recording> recordings = new LinkedHashMap<>();
    recordings.put("rtmp", rtmp.awaitRecording(atMost));
    recordings.put("http-flv", http.awaitRecording(atMost));
    recordings.put("ws-flv", Ffmpeg.read(awaitDump()));
    return recordings;
  }

  /// Waits for the end of the stream and answers the very bytes that the WebSocket carried.
  Path awaitDump() {
    webSocket.awaitClose(Duration.ofSeconds(60));
    return webSocket.file();
  }
}
