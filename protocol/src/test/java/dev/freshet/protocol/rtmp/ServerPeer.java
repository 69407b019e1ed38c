package dev.freshet.protocol.rtmp;

import dev.freshet.media.flv.AmfLimits;
import dev.freshet.media.flv.AmfVoid;
import dev.freshet.protocol.rtmp.chunk.ChunkDecoder;
import dev.freshet.protocol.rtmp.chunk.ChunkEncoder;
import dev.freshet.protocol.rtmp.chunk.ChunkHeader;
import dev.freshet.protocol.rtmp.handshake.ClientHandshake;
import dev.freshet.protocol.rtmp.message.Command;
import dev.freshet.protocol.rtmp.message.MessageType;
import dev.freshet.protocol.rtmp.message.MessageWriter;
import dev.freshet.testkit.ManualClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A server session with a scripted client and a scripted application around it. Everything that
/// the server says and reports becomes a line of the transcript.
final class ServerPeer implements RtmpServerEvents {
  private static final int TYPE_AT = 7; // in a type 0 header (RTMP 5.3.1.2.1)
  private static final int BODY_AT = 12;

  final ManualClock clock = new ManualClock();
  final List<String> transcript = new ArrayList<>();
  Consumer<ConnectRequest> onConnect = ConnectRequest::accept;
  Consumer<PublishRequest> onPublish = PublishRequest::accept;
  Consumer<PlayRequest> onPlay = PlayRequest::accept;
  boolean writable = true;
  final RtmpServerSession session;

  private final ChunkDecoder decoder;
  private final MessageWriter writer;
  private @Nullable ByteBuf recording;
  private @Nullable ByteBuf holding;
  private boolean shaken;

  ServerPeer() {
    this(PooledByteBufAllocator.DEFAULT);
  }

  /// @param allocator a pooled one tells leaks, another is faster
  ServerPeer(ByteBufAllocator allocator) {
    RtmpLimits limits = RtmpLimits.DEFAULTS;
    decoder = new ChunkDecoder(allocator, limits.chunks(), this::serverSaid);
    writer = new MessageWriter(allocator, this::sendAndRelease);
    session = new RtmpServerSession(allocator, limits, clock, new Random(1), new Output(), this);
  }

  /// A peer that has connected to the app `live`.
  static ServerPeer connected() {
    ServerPeer peer = new ServerPeer();
    peer.shakeHands();
    peer.connect(Map.of("app", "live", "tcUrl", "rtmp://h/live"));
    peer.transcript.clear();
    return peer;
  }

  /// A peer that publishes `live/cam`.
  static ServerPeer publishing() {
    ServerPeer peer = connected();
    peer.command(0, "createStream", 2, AmfVoid.NULL);
    peer.command(1, "publish", 3, AmfVoid.NULL, "cam", "live");
    peer.transcript.clear();
    return peer;
  }

  /// A peer that plays `live/cam`.
  static ServerPeer playing() {
    ServerPeer peer = connected();
    peer.command(0, "createStream", 2, AmfVoid.NULL);
    peer.command(1, "play", 3, AmfVoid.NULL, "cam");
    peer.transcript.clear();
    return peer;
  }

  void shakeHands() {
    ByteBuf out = Unpooled.buffer();
    new ClientHandshake(new Random(2)).start(0, out);
    out.writeZero(1536); // C2 glued on
    send(out);
  }

  void connect(Map<String, Object> object) {
    command(0, "connect", 1, object);
  }

  void command(int streamId, String name, double transactionId, Object... values) {
    writer.command(streamId, name, transactionId, values);
  }

  /// Sends a message in one chunk stream, by the default chunk size.
  void message(int type, long timestampMs, int streamId, String bodyHex) {
    ByteBuf out = Unpooled.buffer();
    ByteBuf body = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bodyHex));
    new ChunkEncoder().encode(8, type, timestampMs, streamId, body, out);
    send(out);
  }

  /// Sends a message of zeros.
  void zeros(int type, int bytes) {
    message(type, 0, 1, "00".repeat(bytes));
  }

  void announceBytes(int bytes) {
    ByteBuf out = Unpooled.buffer();
    ChunkHeader.write(out, 9, 0, bytes, MessageType.VIDEO, 1);
    send(out);
  }

  void send(ByteBuf bytes) {
    if (recording != null) {
      recording.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }
    if (holding != null) {
      holding.writeBytes(bytes);
    } else {
      session.read(bytes);
    }
  }

  /// Puts all that is sent from now on there, in place of sending it.
  void hold(ByteBuf holding) {
    this.holding = holding;
  }

  /// Writes down all that is sent from now on.
  void record(ByteBuf recording) {
    this.recording = recording;
  }

  private void sendAndRelease(ByteBuf bytes) {
    try {
      send(bytes);
    } finally {
      bytes.release();
    }
  }

  /// Lets time pass in steps of a second, as a server's timer does.
  void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      clock.advanceMs(1_000);
      session.tick(clock.monotonicMs());
    }
  }

  void close() {
    session.close();
    decoder.close();
  }

  private void serverSaid(int type, long timestampMs, int streamId, ByteBuf body) {
    if (type == MessageType.COMMAND) {
      Command command = Command.read(type, body, AmfLimits.DEFAULT);
      transcript.add(
          command.name()
              + "#"
              + (int) command.transactionId()
              + " on "
              + streamId
              + " "
              + command.values());
    } else {
      transcript.add("type " + type + " " + ByteBufUtil.hexDump(body));
    }
    body.release();
  }

  @Override
  public void onConnect(ConnectRequest request) {
    transcript.add("EVENT connect " + request.info().app() + " " + request.info().tcUrl());
    onConnect.accept(request);
  }

  @Override
  public void onPublish(PublishRequest request) {
    transcript.add("EVENT publish " + request.address().app() + "/" + request.address().name());
    onPublish.accept(request);
  }

  @Override
  public void onPlay(PlayRequest request) {
    transcript.add("EVENT play " + request.address().app() + "/" + request.address().name());
    onPlay.accept(request);
  }

  @Override
  public void onMedia(int type, long timestampMs, ByteBuf body) {
    transcript.add("EVENT media " + type + " @" + timestampMs + " " + ByteBufUtil.hexDump(body));
    body.release();
  }

  @Override
  public void onUnpublish() {
    transcript.add("EVENT unpublish");
  }

  @Override
  public void onStop() {
    transcript.add("EVENT stop");
  }

  @Override
  public void onClose() {
    transcript.add("EVENT close");
  }

  private final class Output implements RtmpOutput {
    @Override
    public void write(ByteBuf bytes) {
      if (shaken) {
        noteChunkSize(bytes);
        decoder.read(bytes);
      } else {
        transcript.add("handshake " + bytes.readableBytes());
        shaken = true;
      }
      bytes.release();
    }

    /// The decoder keeps it to itself. Each message comes as one buffer.
    private void noteChunkSize(ByteBuf bytes) {
      if (bytes.getUnsignedByte(TYPE_AT) == MessageType.SET_CHUNK_SIZE) {
        transcript.add("type 1 " + ByteBufUtil.hexDump(bytes, BODY_AT, 4));
      }
    }

    @Override
    public boolean isWritable() {
      return writable;
    }

    @Override
    public void close() {
      transcript.add("CLOSED");
    }
  }
}
