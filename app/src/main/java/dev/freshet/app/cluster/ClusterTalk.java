package dev.freshet.app.cluster;

import dev.freshet.cluster.landing.Origins;
import dev.freshet.cluster.landing.PeerTalk;
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
  private final Origins origins;

  /// @param links what this node measures; asked on `home`
  /// @param origins what it knows of streams; live on `home`
  ClusterTalk(Loop home, IntSupplier loadPermille, Supplier<byte[]> links, Origins origins) {
    this.home = home;
    this.loadPermille = loadPermille;
    this.links = links;
    this.origins = origins;
  }

  @Override
  public int loadPermille() {
    return loadPermille.getAsInt();
  }

  @Override
  public void answer(
      NodeId asker, String topic, byte[] question, Loop loop, Consumer<byte @Nullable []> answer) {
    switch (topic) {
      case PeerPinger.TOPIC -> answer(() -> links.get(), loop, answer);
      case NodeCalls.TOPIC -> answer(() -> PeerTalk.answer(origins, question), loop, answer);
      default -> answer.accept(null);
    }
  }

  private void answer(
      Supplier<byte @Nullable []> known, Loop loop, Consumer<byte @Nullable []> answer) {
    home.post(() -> {
      byte[] told = known.get();
      loop.post(() -> answer.accept(told));
    });
  }
}
