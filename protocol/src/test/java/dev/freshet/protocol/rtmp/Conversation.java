package dev.freshet.protocol.rtmp;

import dev.freshet.protocol.rtmp.message.Status;
import dev.freshet.testkit.ManualClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A client session and a server session that talk to each other. What the client learns becomes a
/// line of the transcript.
final class Conversation implements RtmpClientEvents {
  static final String URL = "rtmp://h/live/cam?k=v";

  final ManualClock clock = new ManualClock();
  final List<String> transcript = new ArrayList<>();
  final RtmpServerSession server;
  final RtmpClientSession client;
  final ServerPeer application;
  @Nullable RtmpCapabilities serverCapabilities;
  boolean clientClosed;

  private final Wire toServer = new Wire();
  private final Wire toClient = new Wire();

  Conversation(RtmpClientSession.Role role) {
    this(role, PlayRequest::accept);
  }

  Conversation(RtmpClientSession.Role role, Consumer<PlayRequest> onPlay) {
    this(PooledByteBufAllocator.DEFAULT, role);
    application.onPlay = onPlay;
    pump();
  }

  /// One in which the client has just opened its mouth.
  Conversation(ByteBufAllocator allocator, RtmpClientSession.Role role) {
    application = new ServerPeer(allocator);
    RtmpLimits limits = RtmpLimits.DEFAULTS;
    server = new RtmpServerSession(allocator, limits, clock, new Random(3), toClient, application);
    client =
        new RtmpClientSession(
            allocator, limits, clock, new Random(4), RtmpUrl.of(URL), role, toServer, this);
    client.start();
  }

  /// Carries bytes both ways until both sides are silent.
  void pump() {
    while (toServer.bytes.isReadable() || toClient.bytes.isReadable()) {
      toServer.deliver(server::read);
      toClient.deliver(client::read);
    }
  }

  /// Writes down all that the client gets from now on.
  void recordToClient(ByteBuf recording) {
    toClient.recording = recording;
  }

  /// Writes muxed bytes to the client, as a node does.
  void serverWrites(ByteBuf bytes) {
    toClient.write(bytes);
  }

  void close() {
    server.close();
    client.close();
    application.close();
    toServer.bytes.release();
    toClient.bytes.release();
  }

  @Override
  public void onStart(RtmpCapabilities server) {
    serverCapabilities = server;
    transcript.add("start");
  }

  @Override
  public void onMedia(int type, long timestampMs, ByteBuf body) {
    transcript.add("media " + type + " @" + timestampMs + " " + ByteBufUtil.hexDump(body));
    body.release();
  }

  @Override
  public void onIngestClock(long timestampMs, long ingestUnixUs) {
    transcript.add("clock @" + timestampMs + " " + ingestUnixUs);
  }

  @Override
  public void onClock(ClockSample sample) {
    transcript.add("offset " + sample.offsetUs() + " us, round trip " + sample.roundTripUs());
  }

  @Override
  public void onReconnectRequest(String tcUrl, String description) {
    transcript.add("reconnect " + tcUrl + " " + description);
  }

  @Override
  public void onRefused(Status status) {
    transcript.add("refused " + status.code() + " " + status.description());
  }

  @Override
  public void onEnd() {
    transcript.add("end");
  }

  private final class Wire implements RtmpOutput {
    private final CompositeByteBuf bytes = Unpooled.compositeBuffer(1_024);
    private @Nullable ByteBuf recording;

    void deliver(Consumer<ByteBuf> reader) {
      ByteBuf now = Unpooled.copiedBuffer(bytes);
      bytes.clear().removeComponents(0, bytes.numComponents());
      if (recording != null) {
        recording.writeBytes(now, 0, now.readableBytes());
      }
      reader.accept(now);
    }

    @Override
    public void write(ByteBuf buffer) {
      bytes.addComponent(true, buffer);
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void close() {
      clientClosed = true;
    }
  }
}
