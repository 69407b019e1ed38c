package dev.freshet.bench.gop;

import dev.freshet.bench.wire.ChunkedParser;
import dev.freshet.contract.time.Clock;
import dev.freshet.media.MediaReceiver;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import dev.freshet.media.flv.FlvDemuxer;
import dev.freshet.media.flv.TagDemuxer;
import dev.freshet.media.flv.TagLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One viewer over HTTP-FLV: connects, takes what a player would, decodes nothing, and goes when it
/// has caught up with the live edge. Owned by its thread, which waits for the socket.
final class FlvJoin implements MediaReceiver {
  private static final int TIMEOUT_MS = 20_000;
  private static final int VIDEO = 0; // the main video track, see TagDemuxer

  private final PushedStream stream;
  private final Clock clock;
  private final ByteBuf body = Unpooled.buffer(1 << 16);
  private final FlvDemuxer demuxer =
      new FlvDemuxer(
          FlvDemuxer.DEFAULT_MAX_TAG_BYTES,
          new TagDemuxer(TagLimits.DEFAULT, this),
          (_, unixUs) -> ingestUnixUs = unixUs);
  private long startedNs;
  private long startedUnixUs;
  private long ingestUnixUs;
  private double firstKeyframeMs = Double.NaN;
  private double joinDelayMs;
  private long burstBytes;
  private boolean caughtUp;

  private FlvJoin(PushedStream stream, Clock clock) {
    this.stream = stream;
    this.clock = clock;
  }

  /// Joins `stream` at a node of this machine, whose wall clock is `clock`.
  static JoinSample run(PushedStream stream, int httpPort, Clock clock) throws IOException {
    return new FlvJoin(stream, clock).run(httpPort);
  }

  private JoinSample run(int httpPort) throws IOException {
    startedUnixUs = clock.unixUs();
    startedNs = clock.nanoTime();
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort), TIMEOUT_MS);
      socket.getOutputStream().write(request());
      InputStream in = socket.getInputStream();
      skipHead(in);
      ChunkedParser chunks = new ChunkedParser((bytes, from, to, _) -> take(bytes, from, to));
      byte[] buffer = new byte[1 << 16];
      while (!caughtUp) {
        int count = in.read(buffer);
        if (count < 0) {
          throw new IOException(stream + ": the node ended the stream");
        }
        chunks.accept(buffer, 0, count, clock.nanoTime());
      }
    }
    if (Double.isNaN(firstKeyframeMs)) {
      throw new IOException(stream + ": the live edge came before a keyframe");
    }
    return new JoinSample(stream, firstKeyframeMs, joinDelayMs, burstBytes / 1_000.0);
  }

  private byte[] request() {
    return ("GET " + stream.playPath() + " HTTP/1.1\r\nHost: " + stream.host() + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void skipHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException(stream + ": no answer");
      }
      head.append((char) next);
    }
    if (!head.toString().startsWith("HTTP/1.1 200")) {
      throw new IOException(stream + ": " + head.toString().lines().findFirst().orElse(""));
    }
  }

  private void take(byte[] bytes, int from, int to) {
    body.writeBytes(bytes, from, to - from);
    demuxer.read(body);
    body.discardReadBytes();
  }

  @Override
  public void track(Track track) {}

  @Override
  public void metadata(Map<String, Object> metadata) {}

  @Override
  public void frame(RawFrame frame) {
    if (Double.isNaN(firstKeyframeMs) && frame.track() == VIDEO && frame.keyframe()) {
      firstKeyframeMs = (clock.nanoTime() - startedNs) / 1e6;
      joinDelayMs = (clock.unixUs() - ingestUnixUs) / 1e3;
    }
    if (ingestUnixUs >= startedUnixUs) {
      caughtUp = true;
    } else {
      burstBytes += frame.payload().readableBytes();
    }
    frame.payload().release();
  }
}
