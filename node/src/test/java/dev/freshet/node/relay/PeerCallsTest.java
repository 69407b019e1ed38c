package dev.freshet.node.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.CallLimits;
import dev.freshet.contract.node.ClusterLimits;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.StandbyRule;
import dev.freshet.node.relay.calls.AskAnswer;
import dev.freshet.node.relay.calls.Peer;
import dev.freshet.node.relay.calls.PingAnswer;
import dev.freshet.testkit.SimulatedLoops;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Nodes ask one another whether they are there, and what they know.
class PeerCallsTest {
  private static final CallLimits CALLS = new CallLimits(4, 3, 1 << 10, 5_000);
  private static final ClusterLimits LIMITS =
      new ClusterLimits(1_000, 30, 1 << 20, 10, 10_000, 3_000, StandbyRule.DEFAULTS, CALLS);

  private final RelayNet net = new RelayNet(new SimulatedLoops(2, 1));
  private final RelayedNode here = node(1, RelayedNode.SECRET);
  private final RelayedNode there = node(2, RelayedNode.SECRET);
  private final List<PingAnswer> pings = new ArrayList<>();
  private final List<AskAnswer> answers = new ArrayList<>();

  private RelayedNode node(int port, String secret) {
    return new RelayedNode(net, port, secret, 1, LIMITS);
  }

  @AfterEach
  void nothingIsLeft() {
    here.close();
    there.close();
    net.passMs(6_000);
    assertThat(net.links()).isEmpty();
    assertThat(there.counters.connections).hasValue(0);
    assertThat(net.allocator.metric().usedDirectMemory()).isZero();
    assertThat(net.allocator.metric().usedHeapMemory()).isZero();
  }

  private void ping(HostPort peer) {
    here.calls.ping(peer, 500, net.loops.loop(0), pings::add);
    net.settle();
  }

  private void ask(String topic, int bytes) {
    byte[] question = "q".repeat(bytes).getBytes(StandardCharsets.UTF_8);
    here.calls.ask(there.address, topic, question, 500, net.loops.loop(0), answers::add);
    net.settle();
  }

  @Test
  void aPingSaysWhoIsThereAndHowLoaded() {
    ping(there.address);
    assertThat(pings)
        .containsExactly(new PingAnswer.Measured(new Peer(new NodeId("n2"), 2), 0, 0, 250));
    assertThat(there.counters.callsAnswered.sum()).isEqualTo(1);
  }

  @Test
  void aQuestionIsAnsweredWithWhatTheOtherNodeKnows() {
    ask("whereabouts", 1);
    assertThat(answers).singleElement().isInstanceOf(AskAnswer.Answered.class);
    AskAnswer.Answered answered = (AskAnswer.Answered) answers.getFirst();
    assertThat(new String(answered.bytes(), StandardCharsets.UTF_8)).isEqualTo("n1 whereabouts q");
    assertThat(answered.peer().node()).isEqualTo(new NodeId("n2"));
  }

  @Test
  void oneConnectionCarriesAllPingsAndAnotherAllQuestions() {
    for (int i = 0; i < 20; i++) {
      ping(there.address);
      ask("whereabouts", i);
      net.passMs(1_000);
    }
    assertThat(pings).hasSize(20).allMatch(PingAnswer.Measured.class::isInstance);
    assertThat(answers).hasSize(20).allMatch(AskAnswer.Answered.class::isInstance);
    assertThat(net.dialed()).isEqualTo(2);
  }

  @Test
  void aConnectionThatNobodyUsesIsClosed() {
    ping(there.address);
    net.passMs(4_900);
    assertThat(net.links()).hasSize(1);
    net.passMs(200);
    assertThat(net.links()).isEmpty();
  }

  @Test
  void whoIsNotThereFails() {
    ping(RelayedNode.address(9));
    assertThat(pings).singleElement().matches(PeerCallsTest::isLost);
  }

  private static boolean isLost(PingAnswer answer) {
    return answer instanceof PingAnswer.Failed(String code, String _) && code.equals("lost");
  }

  @Test
  void whoIsStoppedFailsInTimeAndIsAskedOverANewConnectionNextTime() {
    ping(there.address);
    net.stop(there.address);
    ping(there.address);
    net.passMs(499);
    assertThat(pings).hasSize(1);
    net.passMs(2);
    assertThat(pings.getLast())
        .isEqualTo(new PingAnswer.Failed("timeout", "no answer within 500 ms"));
    assertThat(here.counters.callsTimedOut.sum()).isEqualTo(1);
    net.restore(there.address);
    ping(there.address);
    assertThat(pings.getLast()).isInstanceOf(PingAnswer.Measured.class);
    assertThat(net.dialed()).isEqualTo(2);
  }

  @Test
  void anAnswerThatTakesTooLongIsTooLateButTheConnectionIsKept() {
    ask("whereabouts", 1);
    there.respondent.silent = true;
    ask("whereabouts", 1);
    net.passMs(100);
    there.respondent.silent = false;
    ask("whereabouts", 1); // a sign of life
    net.passMs(500);
    assertThat(answers).hasSize(3);
    assertThat(answers.getLast())
        .isEqualTo(new AskAnswer.Failed("timeout", "no answer within 500 ms"));
    ask("whereabouts", 1);
    assertThat(net.dialed()).isEqualTo(1);
  }

  @Test
  void aNodeWithAnotherSecretIsNotBelieved() {
    RelayedNode stranger = node(3, "a secret of somebody else");
    ping(stranger.address);
    assertThat(pings)
        .singleElement()
        .matches(answer ->
            answer instanceof PingAnswer.Failed(String code, String _)
                && code.equals("wrong-secret"));
    assertThat(stranger.counters.callsAnswered.sum()).isZero();
    assertThat(stranger.faults.count("relay", "wrong-secret")).isPositive();
  }

  @Test
  void whatNobodyKnowsOfIsSaidToBeUnknown() {
    ask("unknown", 1);
    assertThat(failure()).isEqualTo("unknown-topic");
    assertThat(net.links()).hasSize(1);
  }

  @Test
  void longQuestionsAndLongAnswersAreRefused() {
    ask("whereabouts", 2_000);
    assertThat(failure()).isEqualTo("limit");
    assertThat(here.counters.callsRefused.sum()).isEqualTo(1);
    ask("long", 1);
    assertThat(failure()).isEqualTo("limit");
  }

  private String failure() {
    return ((AskAnswer.Failed) answers.getLast()).code();
  }

  @Test
  void questionsWithoutAnAnswerAreLimited() {
    there.respondent.silent = true;
    for (int i = 0; i < 5; i++) {
      ask("whereabouts", 1);
    }
    assertThat(answers).hasSize(2);
    assertThat(failure()).isEqualTo("limit");
    net.passMs(600);
    assertThat(answers).hasSize(5);
    there.respondent.silent = false;
    ask("whereabouts", 1);
    assertThat(answers.getLast()).isInstanceOf(AskAnswer.Answered.class);
  }

  @Test
  void connectionsAreLimitedAndIdleOnesGiveWay() {
    List<RelayedNode> others = new ArrayList<>();
    for (int port = 11; port < 17; port++) {
      others.add(node(port, RelayedNode.SECRET));
      ping(others.getLast().address);
    }
    assertThat(pings).hasSize(6).allMatch(PingAnswer.Measured.class::isInstance);
    assertThat(net.links()).hasSize(4);
  }
}
