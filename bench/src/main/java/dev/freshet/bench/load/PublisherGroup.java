package dev.freshet.bench.load;

import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.stream.SyntheticStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Publishers that send the same bytes at the same moment. Owned by its loop.
final class PublisherGroup implements LoopTask {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long GOP_NS = StreamShape.GOP_PICTURES * StreamShape.PICTURE_US * 1_000L;
  private static final int START_BYTES = 4_096;

  private final PublisherPlan plan;
  private final int size;
  private final long phaseNs;
  private final SyntheticStream stream;
  private final List<Connection> members = new ArrayList<>();
  private final MemorySegment block;
  private final ByteBuffer out;
  private final int maxFrameBytes;
  private int messageStream;
  private long startNs;
  private long dueNs = NEVER;
  private long bodyBytes;
  private long worstLagNs;

  /// @param size how many members it waits for
  /// @param phaseNs at which moment of a GOP's length it begins
  PublisherGroup(PublisherPlan plan, int size, long phaseNs, Arena arena) {
    this.plan = plan;
    this.size = size;
    this.phaseNs = phaseNs;
    stream = new SyntheticStream(plan.shape());
    maxFrameBytes = plan.feed().maxBytes(plan.shape().keyframeBytes());
    block = arena.allocate(START_BYTES + 4L * maxFrameBytes, 64);
    out = block.asByteBuffer();
  }

  /// Takes a member whose opening is over; with the last one the group begins.
  void add(Connection member, int messageStreamId) {
    if (!members.isEmpty() && messageStreamId != messageStream) {
      throw new IllegalStateException(
          "message stream: " + messageStreamId + " (expected: " + messageStream + ", as before)");
    }
    messageStream = messageStreamId;
    members.add(member);
    if (members.size() == size) {
      begin(System.nanoTime());
    }
  }

  /// Bytes of frames' bodies that each member was given.
  long bodyBytes() {
    return bodyBytes;
  }

  /// Frames that each member was given.
  long frames() {
    return stream.sequence();
  }

  /// The latest that a frame was sent after it was due, since the last call.
  long takeWorstLagNs() {
    long worst = worstLagNs;
    worstLagNs = 0;
    return worst;
  }

  @Override
  public long dueNs() {
    return dueNs;
  }

  @Override
  public void run(long nowNs) {
    worstLagNs = Math.max(worstLagNs, nowNs - dueNs);
    while (stream.dueUs() <= (nowNs - startNs) / 1_000 && stream.sequence() < plan.maxFrames()) {
      if (out.remaining() < maxFrameBytes) {
        flush();
      }
      writeFrame();
    }
    flush();
    dueNs = stream.sequence() < plan.maxFrames() ? nextDueNs() : NEVER;
  }

  private long nextDueNs() {
    long nextNs = startNs + stream.dueUs() * 1_000;
    return plan.batchMs() == 0 ? nextNs : Math.max(nextNs, dueNs + plan.batchMs() * 1_000_000L);
  }

  private void begin(long nowNs) {
    startNs = nowNs + Math.floorMod(phaseNs - nowNs, plan.groups() == 1 ? 1 : GOP_NS);
    dueNs = startNs;
    plan.feed().writeStart(out, messageStream, plan.shape());
  }

  private void writeFrame() {
    int type = stream.type();
    int timestampMs = stream.timestampMs();
    byte[] body = stream.take(System.nanoTime());
    bodyBytes += body.length;
    plan.feed().write(out, messageStream, type, timestampMs, body);
  }

  private void flush() {
    for (Connection member : members) {
      member.send(block, out.position());
    }
    out.clear();
  }
}
