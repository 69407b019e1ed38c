package dev.freshet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StreamStateTest {
  private final Rig rig = new Rig(1, 1);
  private final Broadcast broadcast = new Broadcast(rig, new ProfileBuilder().service(), 10, 100);

  @Test
  void isLiveWhileFramesCome() {
    assertThat(state()).isEqualTo(StreamState.LIVE); // it has just begun
    broadcast.frames(50);
    assertThat(state()).isEqualTo(StreamState.LIVE);
  }

  @Test
  void waitsForAPublisherThatIsConnectedAndSilent() {
    broadcast.frame();
    rig.loops.advanceMs(StreamState.SILENT_MS - 1);
    assertThat(state()).isEqualTo(StreamState.LIVE);
    rig.loops.advanceMs(1);
    assertThat(state()).isEqualTo(StreamState.WAITING);
    broadcast.frame();
    rig.loops.runUntilIdle();
    assertThat(state()).isEqualTo(StreamState.LIVE);
  }

  @Test
  void waitsAtOnceForAPublisherThatIsGone() {
    broadcast.frame();
    broadcast.publisher.end(EndReason.CONNECTION_LOST);
    rig.loops.runUntilIdle();
    assertThat(state()).isEqualTo(StreamState.WAITING);
  }

  private StreamState state() {
    AtomicReference<StreamSnapshot> answer = new AtomicReference<>();
    rig.stream().snapshot(answer::set);
    rig.loops.runUntilIdle();
    return answer.get().state();
  }
}
