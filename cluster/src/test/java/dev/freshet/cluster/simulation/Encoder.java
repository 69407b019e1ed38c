package dev.freshet.cluster.simulation;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.TakeoverPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody who pushes a stream, and comes back, at any node, when the connection breaks.
final class Encoder {
  final StreamKey key;
  final String publisher;
  final TakeoverPolicy policy;
  private final World world;
  private final List<ClusterNode> nodes;
  private final boolean comesBack;
  private @Nullable ClusterNode at;
  private boolean trying;
  private boolean stopped;

  Encoder(
      World world,
      List<ClusterNode> nodes,
      StreamKey key,
      String publisher,
      TakeoverPolicy policy,
      boolean comesBack) {
    this.world = world;
    this.nodes = nodes;
    this.key = key;
    this.publisher = publisher;
    this.policy = policy;
    this.comesBack = comesBack;
  }

  /// Pushes to any node that is up.
  void push() {
    pushTo(nodes.get(world.random.nextInt(nodes.size())));
  }

  void pushTo(ClusterNode node) {
    if (stopped || trying) {
      return;
    }
    if (!node.isUp()) {
      again();
      return;
    }
    trying = true;
    boolean[] answered = {false};
    world.after(
        3_000,
        () -> {
          if (!answered[0]) {
            answered[0] = true;
            trying = false;
            again(); // the node does not answer
          }
        });
    node.postPublish(
        this,
        accepted -> {
          boolean late = answered[0];
          answered[0] = true;
          if (accepted && (late || stopped)) {
            node.postConnectionLost(this); // nobody is there any more
          }
          if (late || stopped) {
            return;
          }
          trying = false;
          if (accepted) {
            at = node;
          } else {
            again();
          }
        });
  }

  /// Its connection breaks without a word: the node does not notice for a while.
  void move() {
    ClusterNode before = at;
    at = null;
    if (before != null) {
      long noticedMs = world.between(200, 15_000);
      world.after(noticedMs, () -> before.postConnectionLost(this));
    }
    push();
  }

  /// `node` ended the connection.
  void ended(ClusterNode node) {
    if (node.equals(at)) {
      at = null;
      again();
    }
  }

  void stop() {
    stopped = true;
    if (at != null) {
      at.postConnectionLost(this);
      at = null;
    }
  }

  boolean isAt(ClusterNode node) {
    return node.equals(at);
  }

  boolean isConnected() {
    return at != null;
  }

  private void again() {
    if (comesBack && !stopped) {
      world.after(
          world.between(500, 1_500),
          () -> {
            if (at == null) {
              push();
            }
          });
    }
  }
}
