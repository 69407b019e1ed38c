package dev.freshet.app.cluster;

import dev.freshet.cluster.landing.OriginEvent;
import dev.freshet.cluster.membership.MemberEvent;
import dev.freshet.cluster.membership.NodeRecord;
import dev.freshet.cluster.store.StoreHealth;
import dev.freshet.node.metrics.ClusterCounters;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What people are told of the cluster, each fact once. Owned by the cluster's loop.
final class ClusterLog {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLog.class);

  private final ClusterCounters counters;
  private boolean registered;
  private boolean storeUp;
  private boolean storeSeen;

  ClusterLog(ClusterCounters counters) {
    this.counters = counters;
  }

  void take(MemberEvent event) {
    switch (event) {
      case MemberEvent.Joined(NodeRecord node) -> node("node joined", node);
      case MemberEvent.Changed changed -> changed(changed);
      case MemberEvent.Suspected(NodeRecord node) -> node("node suspected", node);
      case MemberEvent.Cleared(NodeRecord node) -> node("node answers", node);
      case MemberEvent.Removed(NodeRecord node, MemberEvent.Reason reason) -> {
        counters.membersRemoved.increment();
        LOG.info(
            "node removed node={} reason={}", node.id(), reason.name().toLowerCase(Locale.ROOT));
      }
      case MemberEvent.Frozen(int vanished, int known) ->
          LOG.warn("removals frozen vanished={} of={}", vanished, known);
      case MemberEvent.Thawed _ -> LOG.warn("removals go on");
      case MemberEvent.Registered _ -> {
        if (!registered) {
          LOG.info("registered in the cluster");
        }
        registered = true;
      }
      case MemberEvent.Twin(NodeRecord other) ->
          LOG.error(
              "another node has this one's name node={} addresses={}",
              other.id(),
              other.addresses());
      case MemberEvent.Ignored(String key, String reason) ->
          LOG.warn("entry ignored key={} reason=\"{}\"", key, reason);
    }
  }

  private static void changed(MemberEvent.Changed changed) {
    NodeRecord node = changed.node();
    if (changed.restarted()) {
      node("node restarted", node);
    } else if (changed.before().phase() != node.phase()) {
      LOG.info("node {} node={}", node.phase().label(), node.id());
    }
  }

  private static void node(String what, NodeRecord node) {
    LOG.info(
        "{} node={} tier={} region={} addresses={}",
        what,
        node.id(),
        node.tier().label(),
        node.region(),
        node.addresses());
  }

  void take(OriginEvent event) {
    switch (event) {
      case OriginEvent.Confirmed confirmed ->
          LOG.info("origin confirmed stream={} epoch={}", confirmed.key(), confirmed.epoch());
      case OriginEvent.Appeared appeared ->
          LOG.debug(
              "stream appeared stream={} epoch={}", appeared.key(), appeared.stream().epoch());
      case OriginEvent.Ended ended -> LOG.debug("stream gone stream={}", ended.key());
      case OriginEvent.Ignored(var key, String reason) ->
          LOG.warn("entry ignored stream={} reason=\"{}\"", key, reason);
      case OriginEvent.LetGo _ -> {} // the stream says so itself
    }
  }

  void take(StoreHealth health) {
    boolean changed = !storeSeen || storeUp != health.healthy();
    if (changed && health.healthy()) {
      LOG.info("cluster store answers");
    } else if (changed && storeSeen) {
      counters.storeOutages.increment();
      LOG.warn("cluster store away reason=\"{}\"", health.detail());
    }
    counters.storeUp.set(health.healthy() ? 1 : 0);
    storeSeen |= health.healthy();
    storeUp = health.healthy();
  }
}
