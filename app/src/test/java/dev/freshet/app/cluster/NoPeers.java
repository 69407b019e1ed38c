package dev.freshet.app.cluster;

import dev.freshet.cluster.landing.AskPeers;
import dev.freshet.cluster.landing.StreamRecord;
import dev.freshet.cluster.landing.Whereabouts;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import java.util.List;
import java.util.function.Consumer;

/// No way to other nodes but the store.
record NoPeers(Loop loop) implements AskPeers {
  @Override
  public void ask(NodeId peer, StreamKey key, Consumer<Whereabouts> answer) {
    loop.post(() -> answer.accept(new Whereabouts.Unknown()));
  }

  @Override
  public void announce(NodeId peer, List<StreamRecord> streams, Consumer<List<Newer>> newer) {}
}
