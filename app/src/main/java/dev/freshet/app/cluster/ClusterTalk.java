package dev.freshet.app.cluster;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.relay.Respondent;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers what other nodes ask of this one. Thread-safe; asks the cluster's loop.
final class ClusterTalk implements Respondent {
  private final Loop home;
  private final IntSupplier loadPermille;
  private final Supplier<byte[]> links;

  /// @param links what this node measures; asked on `home`
  ClusterTalk(Loop home, IntSupplier loadPermille, Supplier<byte[]> links) {
    this.home = home;
    this.loadPermille = loadPermille;
    this.links = links;
  }

  @Override
  public int loadPermille() {
    return loadPermille.getAsInt();
  }

  @Override
  public void answer(
      NodeId asker, String topic, byte[] question, Loop loop, Consumer<byte @Nullable []> answer) {
    if (topic.equals(PeerPinger.TOPIC)) {
      home.post(() -> {
        byte[] told = links.get();
        loop.post(() -> answer.accept(told));
      });
    } else {
      answer.accept(null);
    }
  }
}
