package dev.freshet.node.relay;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.Locator;
import dev.freshet.protocol.relay.RelayMessage.Subscribe;
import java.util.List;
import java.util.function.Consumer;

/// A node that asks nobody.
final class NoUpstream implements Upstream {
  @Override
  public void locate(Subscribe ask, Loop loop, Consumer<Locator.Answer> answer) {
    answer.accept(Locator.Answer.ABSENT);
  }

  @Override
  public List<NodeId> pathOf(StreamKey key) {
    return List.of();
  }

  @Override
  public boolean isAsking(StreamKey key, NodeId node) {
    return false;
  }
}
