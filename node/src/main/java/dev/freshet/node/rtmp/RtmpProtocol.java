package dev.freshet.node.rtmp;

import dev.freshet.contract.node.NodeLimits;
import dev.freshet.contract.time.Clock;
import dev.freshet.node.net.Loops;
import dev.freshet.node.net.NettyLoop;
import dev.freshet.node.net.PeerFaults;
import dev.freshet.node.net.TcpListener;
import dev.freshet.node.net.TlsHandshake;
import dev.freshet.protocol.rtmp.RtmpLimits;
import dev.freshet.protocol.rtmp.RtmpOutput;
import dev.freshet.protocol.rtmp.RtmpServerEvents;
import dev.freshet.protocol.rtmp.RtmpServerSession;
import dev.freshet.protocol.rtmp.chunk.ChunkLimits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// RTMP, with or without TLS, on a port of its own. Thread-safe.
public final class RtmpProtocol implements TcpListener.Protocol {
  private final Loops loops;
  private final Clock clock;
  private final Supplier<NodeLimits> limits;
  private final PeerFaults faults;
  private final RandomGenerator random;
  private final RtmpService.Publishing publishing;
  private final RtmpService.Playing playing;
  private final @Nullable SslContext tls;
  private final List<ConnectionRound> rounds = new ArrayList<>(); // each is its loop's own

  /// @param random fills handshakes; thread-safe
  /// @param tls null for plain RTMP
  public RtmpProtocol(
      Loops loops,
      Clock clock,
      Supplier<NodeLimits> limits,
      PeerFaults faults,
      RandomGenerator random,
      RtmpService.Publishing publishing,
      RtmpService.Playing playing,
      @Nullable SslContext tls) {
    this.loops = loops;
    this.clock = clock;
    this.limits = limits;
    this.faults = faults;
    this.random = random;
    this.publishing = publishing;
    this.playing = playing;
    this.tls = tls;
    for (NettyLoop loop : loops.all()) {
      ConnectionRound round = new ConnectionRound(loop);
      rounds.add(round);
      loop.post(round::start);
    }
  }

  @Override
  public void open(Channel channel, NettyLoop loop) {
    if (tls != null) {
      int timeoutMs = limits.get().handshakeTimeoutMs();
      TlsHandshake.expect(channel, tls, timeoutMs, RtmpConnection.PROTOCOL, faults);
    }
    channel.pipeline().addLast(new RtmpConnection(this, loop, faults, tls != null));
  }

  @Override
  public void drain() {
    for (NettyLoop loop : loops.all()) {
      loop.post(rounds.get(loop.index())::drain);
    }
  }

  RtmpServerSession newSession(
      ByteBufAllocator allocator, RtmpOutput output, RtmpServerEvents events) {
    RtmpLimits session = sessionLimits(limits.get());
    return new RtmpServerSession(allocator, session, clock, random, output, events);
  }

  void opened(RtmpConnection connection) {
    rounds.get(connection.loop().index()).add(connection);
  }

  void closed(RtmpConnection connection) {
    rounds.get(connection.loop().index()).remove(connection);
  }

  RtmpService.Publishing publishing() {
    return publishing;
  }

  RtmpService.Playing playing() {
    return playing;
  }

  private static RtmpLimits sessionLimits(NodeLimits node) {
    RtmpLimits standard = RtmpLimits.DEFAULTS;
    ChunkLimits chunks =
        new ChunkLimits(
            node.maxChunkBytes(),
            node.maxMessageBytes(),
            node.maxChunkStreams(),
            Math.max(node.maxBytesInFlight(), node.maxMessageBytes()));
    return new RtmpLimits(
        chunks,
        standard.amf(),
        standard.maxCommandBytes(),
        standard.maxAddressChars(),
        standard.maxHeldBytes(),
        standard.maxMessageStreams(),
        standard.maxCommandsPerTick(),
        node.handshakeTimeoutMs(),
        node.headerTimeoutMs(),
        node.idleTimeoutMs(),
        standard.pingIntervalMs(),
        standard.pingTimeoutMs());
  }
}
