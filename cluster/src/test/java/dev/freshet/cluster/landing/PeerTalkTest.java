package dev.freshet.cluster.landing;

import static dev.freshet.cluster.landing.LandingRig.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeerTalkTest {
  private final LandingRig rig = new LandingRig(2);

  @Test
  void tellsWhereAStreamIs() {
    ClaimAnswer.Landed landed = rig.land(1, "cam");
    Whereabouts found = PeerTalk.whereabouts(answered(1, PeerTalk.where(KEY)));
    assertThat(found)
        .isInstanceOfSatisfying(
            Whereabouts.At.class, at -> assertThat(at.stream().epoch()).isEqualTo(landed.epoch()));
    StreamKey other = StreamKey.of("default/live/other");
    assertThat(PeerTalk.whereabouts(answered(1, PeerTalk.where(other))))
        .isEqualTo(new Whereabouts.Unknown());
  }

  @Test
  void tellsOfStreamsAndHearsWhichAreNewer() {
    ClaimAnswer.Landed landed = rig.land(1, "cam");
    StreamRecord old = record(KEY, new Epoch(landed.epoch().term() - 1, LandingRig.id(2)));
    StreamKey fresh = StreamKey.of("default/live/fresh");
    StreamRecord unknown = record(fresh, new Epoch(landed.epoch().term(), LandingRig.id(2)));
    byte[] question = PeerTalk.told(List.of(old, unknown)).getFirst();
    assertThat(PeerTalk.newer(answered(1, question)))
        .containsExactly(new AskPeers.Newer(KEY, landed.epoch()));
    Whereabouts found = PeerTalk.whereabouts(answered(1, PeerTalk.where(fresh)));
    assertThat(found).isEqualTo(new Whereabouts.At(unknown));
  }

  @Test
  void tellsAnOriginThatItIsOver() {
    ClaimAnswer.Landed landed = rig.land(1, "cam");
    Epoch newer = new Epoch(landed.epoch().term() + 1, LandingRig.id(2));
    answered(1, PeerTalk.stale(KEY, newer));
    assertThat(rig.told(1, OriginEvent.LetGo.class)).hasSize(1);
  }

  @Test
  void manyStreamsTakeSeveralQuestions() {
    List<StreamRecord> many =
        IntStream.range(0, 500)
            .mapToObj(i -> record(StreamKey.of("s/a/n" + i), new Epoch(i, LandingRig.id(2))))
            .toList();
    List<byte[]> questions = PeerTalk.told(many);
    assertThat(questions).hasSizeGreaterThan(1).allMatch(each -> each.length < PeerTalk.MAX_BYTES);
    questions.forEach(question -> answered(1, question));
    Whereabouts last = PeerTalk.whereabouts(answered(1, PeerTalk.where(many.getLast().key())));
    assertThat(last).isEqualTo(new Whereabouts.At(many.getLast()));
    assertThat(PeerTalk.told(List.of())).isEmpty();
  }

  @Test
  void whatCannotBeReadIsNotAnswered() {
    for (String text :
        List.of("", "x", "[]", "{}", "{\"where\":\"x\"}", "{\"told\":[{}]}", "{\"stale\":1}")) {
      byte[] question = text.getBytes(StandardCharsets.UTF_8);
      assertThat(answer(1, question)).as(text).isNull();
      assertThat(PeerTalk.whereabouts(question)).isEqualTo(new Whereabouts.Unknown());
      assertThat(PeerTalk.newer(question)).isEmpty();
    }
    assertThat(answer(1, new byte[PeerTalk.MAX_BYTES + 1])).isNull();
  }

  @Test
  void changedBytesDoNothingWorse() {
    rig.land(1, "cam");
    byte[] right = PeerTalk.told(rig.held(1)).getFirst();
    Seeds.check(
        Seeds.count(200),
        random -> {
          byte[] wrong = right.clone();
          for (int i = random.nextInt(1, 4); i > 0; i--) {
            wrong[random.nextInt(wrong.length)] = (byte) random.nextInt();
          }
          answer(2, wrong);
          PeerTalk.whereabouts(wrong);
          PeerTalk.newer(wrong);
        });
  }

  private static StreamRecord record(StreamKey key, Epoch epoch) {
    return new StreamRecord(key, epoch, 1, "cam", 0, StreamRecord.State.LIVE, 5, List.of());
  }

  private byte[] answered(int node, byte[] question) {
    byte[] answer = answer(node, question);
    assertThat(answer).isNotNull();
    return answer == null ? new byte[0] : answer;
  }

  private byte @Nullable [] answer(int node, byte[] question) {
    AtomicReference<byte @Nullable []> answer = new AtomicReference<>();
    rig.loops.runOn(node, () -> answer.set(PeerTalk.answer(rig.node(node), question)));
    return answer.get();
  }
}
