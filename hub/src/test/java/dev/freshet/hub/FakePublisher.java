package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import dev.freshet.media.RawFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A publisher under a test's control. Owned by its simulated loop.
final class FakePublisher implements Publisher {
  static final long MILLISECOND_WRAP_US = (1L << 32) * 1_000;

  private final Rig rig;
  private final int loop;
  private final ByteBufAllocator allocator;
  private final List<EndReason> ended = new ArrayList<>();
  private @Nullable PublishAnswer answer;
  private int answers;
  private int reconnects;

  FakePublisher(Rig rig, int loop, ByteBufAllocator allocator) {
    this.rig = rig;
    this.loop = loop;
    this.allocator = allocator;
  }

  Ticket publish(StreamRegistry registry, PublishRequest request) {
    Ticket[] ticket = new Ticket[1];
    Loop own = rig.loops.loop(loop);
    rig.loops.runOn(loop, () -> ticket[0] = registry.publish(request, this, own, this::answered));
    return ticket[0];
  }

  /// Asks to publish what another node has stamped.
  void replicate(StreamRegistry registry, PublishRequest request, Epoch epoch) {
    Loop own = rig.loops.loop(loop);
    rig.loops.runOn(loop, () -> registry.replicate(request, epoch, this, own, this::answered));
    rig.loops.runUntilIdle();
  }

  /// Frames that another node has stamped; the caller keeps its references.
  void stamped(List<Frame> frames) {
    run(() -> {
      frames.forEach(frame -> publication().stamped(frame.retain()));
      publication().flush();
    });
    rig.loops.runUntilIdle();
  }

  static PublishRequest request(StreamKey key, ServiceConfig service) {
    return new PublishRequest(
        key, service, PublisherIdentity.ANONYMOUS, 0, "test", "192.0.2.1", MILLISECOND_WRAP_US);
  }

  private void answered(PublishAnswer given) {
    answer = given;
    answers++;
  }

  int answers() {
    return answers;
  }

  int loop() {
    return loop;
  }

  boolean isAccepted() {
    return answer instanceof PublishAnswer.Accepted;
  }

  Publication publication() {
    if (answer instanceof PublishAnswer.Accepted(Publication publication)) {
      return publication;
    }
    throw new AssertionError("expected a publication, but was: " + answer);
  }

  Refusal refusal() {
    if (answer instanceof PublishAnswer.Refused(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("expected a refusal, but was: " + answer);
  }

  /// Announces one picture and one sound track.
  void announce(int videoConfig, int audioConfig) {
    run(() -> {
      publication().track(Tracks.video(videoConfig));
      publication().track(Tracks.audio(audioConfig));
    });
  }

  void metadata(Map<String, Object> values) {
    run(() -> publication().metadata(values));
  }

  void video(long dtsMs, boolean keyframe, int payloadBytes) {
    frame(Tracks.VIDEO, dtsMs, 0, keyframe, payloadBytes);
  }

  void audio(long dtsMs, int payloadBytes) {
    frame(Tracks.AUDIO, dtsMs, 0, true, payloadBytes);
  }

  void frame(int track, long dtsMs, long ptsOffsetMs, boolean keyframe, int payloadBytes) {
    ByteBuf payload = allocator.buffer(Math.max(1, payloadBytes));
    for (int i = 0; i < payloadBytes; i++) {
      payload.writeByte((int) (dtsMs + 31L * i + track));
    }
    run(() ->
        publication()
            .frame(
                new RawFrame(track, dtsMs * 1_000, ptsOffsetMs * 1_000, keyframe, false, payload)));
  }

  void flush() {
    run(() -> publication().flush());
  }

  void end(EndReason reason) {
    run(() -> publication().end(reason));
  }

  private void run(Runnable task) {
    rig.loops.runOn(loop, task);
  }

  @Override
  public void ended(EndReason reason) {
    ended.add(reason);
  }

  @Override
  public void reconnect() {
    reconnects++;
  }

  /// What the hub told it.
  List<EndReason> ended() {
    return ended;
  }

  int reconnects() {
    return reconnects;
  }
}
