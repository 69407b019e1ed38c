package dev.freshet.protocol.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.NodeId;
import dev.freshet.media.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayGreetingTest {
  private static final ClusterSecret OLD = new ClusterSecret("the secret of last year");
  private static final ClusterSecret NEW = new ClusterSecret("the secret of this year");

  @Test
  void nodesOfOneClusterWelcomeEachOther() {
    assertThat(greet(identity("a", 1, 1, OLD), identity("b", 1, 1, OLD)))
        .isEqualTo(new RelayMessage.Welcome(77));
  }

  @Test
  void aSecretIsChangedWithoutAStop() {
    assertThat(greet(identity("a", 1, 1, NEW, OLD), identity("b", 1, 1, OLD)))
        .isInstanceOf(RelayMessage.Welcome.class);
    assertThat(greet(identity("a", 1, 1, NEW), identity("b", 1, 1, OLD, NEW)))
        .isInstanceOf(RelayMessage.Welcome.class);
  }

  @Test
  void anotherClustersNodeIsRefusedWithTheReason() {
    assertThat(code(greet(identity("a", 1, 1, NEW), identity("b", 1, 1, OLD))))
        .isEqualTo("wrong-secret");
  }

  @Test
  void versionsThatOverlapAgreeOnTheNewestCommonOne() {
    var listener = new ListenerGreeting(identity("b", 1, 2, OLD), nonce(2));
    var caller = new CallerGreeting(identity("a", 2, 3, OLD), CONTROL, nonce(1));
    assertThat(((RelayMessage.Challenge) listener.answer(caller.hello())).version()).isEqualTo(2);
    assertThat(code(greet(identity("a", 3, 4, OLD), identity("b", 1, 2, OLD))))
        .isEqualTo("wrong-version");
  }

  @Test
  void aNodeDoesNotTalkToItself() {
    assertThat(code(greet(identity("a", 1, 1, OLD), identity("a", 1, 1, OLD))))
        .isEqualTo("same-node");
  }

  @Test
  void aProofIsWorthNothingOnAnotherConnection() {
    var caller = new CallerGreeting(identity("a", 1, 1, OLD), CONTROL, nonce(1));
    var first = new ListenerGreeting(identity("b", 1, 1, OLD), nonce(2));
    var proof =
        (RelayMessage.Proof) caller.answer((RelayMessage.Challenge) first.answer(caller.hello()));
    var second = new ListenerGreeting(identity("b", 1, 1, OLD), nonce(3));
    assertThat(second.answer(caller.hello())).isInstanceOf(RelayMessage.Challenge.class);
    assertThat(code(second.answer(proof, 77))).isEqualTo("wrong-secret");
  }

  @Test
  void aListenerThatCannotProveItselfIsRefused() {
    var caller = new CallerGreeting(identity("a", 1, 1, OLD), CONTROL, nonce(1));
    var listener = new ListenerGreeting(identity("b", 1, 1, OLD), nonce(2));
    var challenge = (RelayMessage.Challenge) listener.answer(caller.hello());
    byte[] wrong = Arrays.copyOf(challenge.proof(), challenge.proof().length);
    wrong[31] ^= 1;
    assertThat(code(caller.answer(challenge.with(wrong)))).isEqualTo("wrong-secret");
    assertThat(code(caller.answer(newer(challenge)))).isEqualTo("wrong-version");
  }

  @Test
  void aProofOutOfOrderIsRefused() {
    var listener = new ListenerGreeting(identity("b", 1, 1, OLD), nonce(2));
    assertThat(code(listener.answer(new RelayMessage.Proof(new byte[32]), 77)))
        .isEqualTo("out-of-order");
  }

  @Test
  void aSecretsNameDoesNotTellIt() {
    assertThat(OLD).hasToString("secret " + Integer.toHexString(OLD.id()));
    assertThat(OLD.id()).isNotEqualTo(NEW.id());
  }

  private static final RelayMessage.Channel CONTROL = RelayMessage.Channel.CONTROL;

  /// A whole greeting, each message over the wire.
  private static RelayMessage greet(RelayIdentity a, RelayIdentity b) {
    var caller = new CallerGreeting(a, CONTROL, nonce(1));
    var listener = new ListenerGreeting(b, nonce(2));
    RelayMessage first = sent(listener.answer((RelayMessage.Hello) sent(caller.hello())));
    if (!(first instanceof RelayMessage.Challenge challenge)) {
      return first;
    }
    RelayMessage second = sent(caller.answer(challenge));
    return second instanceof RelayMessage.Proof proof ? sent(listener.answer(proof, 77)) : second;
  }

  private static RelayMessage sent(RelayMessage message) {
    ByteBuf bytes = Unpooled.buffer();
    RelayWriter.write(message, bytes);
    List<RelayMessage> received = new ArrayList<>();
    RelayReceiver receiver =
        new RelayReceiver() {
          @Override
          public void message(RelayMessage found) {
            received.add(found);
          }

          @Override
          public void frame(Frame frame) {
            throw new AssertionError(frame);
          }
        };
    new RelayDecoder(UnpooledByteBufAllocator.DEFAULT, RelayLimits.DEFAULT, 1_024, receiver)
        .read(bytes);
    return received.getFirst();
  }

  private static RelayMessage.Challenge newer(RelayMessage.Challenge challenge) {
    return new RelayMessage.Challenge(
        2,
        challenge.node(),
        challenge.boot(),
        challenge.nonce(),
        challenge.secret(),
        challenge.proof());
  }

  private static String code(RelayMessage message) {
    return ((RelayMessage.Refused) message).code();
  }

  private static RelayIdentity identity(
      String node, int oldest, int newest, ClusterSecret... secrets) {
    return new RelayIdentity(new NodeId(node), 5, oldest, newest, List.of(secrets));
  }

  private static byte[] nonce(int fill) {
    byte[] nonce = new byte[16];
    Arrays.fill(nonce, (byte) fill);
    return nonce;
  }
}
