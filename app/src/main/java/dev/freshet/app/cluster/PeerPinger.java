package dev.freshet.app.cluster;

import dev.freshet.cluster.routing.LinkKey;
import dev.freshet.cluster.routing.LinkReport;
import dev.freshet.cluster.routing.LinkTalk;
import dev.freshet.cluster.routing.PingAnswer;
import dev.freshet.cluster.routing.Pinger;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.relay.calls.AskAnswer;
import dev.freshet.node.relay.calls.PeerCalls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Measures links by pings over the port between nodes, and asks what the others measure
/// themselves. Owned by the cluster's loop.
final class PeerPinger implements Pinger {
  /// What the question is called.
  static final String TOPIC = "links";

  private static final byte[] QUESTION = {'{', '}'};
  private static final long ASK_EVERY_MS = 5_000;
  private static final int ASK_MS = 1_000;
  private static final int MAX_REMEMBERED = 1_000;

  private final PeerCalls calls;
  private final Loop home;
  private final BiConsumer<NodeId, List<LinkReport>> heard;
  private final Map<NodeId, Long> askedMs = new LinkedHashMap<>();

  /// @param heard takes what others measure
  PeerPinger(PeerCalls calls, Loop home, BiConsumer<NodeId, List<LinkReport>> heard) {
    this.calls = calls;
    this.home = home;
    this.heard = heard;
  }

  @Override
  public void ping(LinkKey link, HostPort address, long timeoutMs, Consumer<PingAnswer> answer) {
    calls.ping(address, (int) timeoutMs, home, told -> answer.accept(of(link.peer(), told)));
    askWhatItMeasures(link.peer(), address);
  }

  private static PingAnswer of(NodeId peer, dev.freshet.node.relay.calls.PingAnswer told) {
    return switch (told) {
      case dev.freshet.node.relay.calls.PingAnswer.Measured m when m.peer().node().equals(peer) ->
          new PingAnswer.Answered(
              m.roundTripUs(), m.clockOffsetUs(), m.loadPermille() / 10, List.of());
      case dev.freshet.node.relay.calls.PingAnswer.Measured m ->
          new PingAnswer.Silent("node " + m.peer().node() + " answers there");
      case dev.freshet.node.relay.calls.PingAnswer.Failed(String code, String reason) ->
          new PingAnswer.Silent(code + ": " + reason);
    };
  }

  private void askWhatItMeasures(NodeId peer, HostPort address) {
    long nowMs = home.clock().monotonicMs();
    Long lastMs = askedMs.get(peer);
    if (lastMs == null || nowMs - lastMs >= ASK_EVERY_MS) {
      remember(peer, nowMs);
      calls.ask(address, TOPIC, QUESTION, ASK_MS, home, answer -> take(peer, answer));
    }
  }

  private void remember(NodeId peer, long nowMs) {
    askedMs.remove(peer);
    askedMs.put(peer, nowMs);
    if (askedMs.size() > MAX_REMEMBERED) {
      askedMs.remove(askedMs.keySet().iterator().next());
    }
  }

  private void take(NodeId peer, AskAnswer answer) {
    if (answer instanceof AskAnswer.Answered answered) {
      heard.accept(peer, LinkTalk.read(answered.bytes()));
    }
  }
}
