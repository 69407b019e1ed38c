package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import dev.freshet.protocol.relay.RelayMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks parents for a stream, one after the other, until one gives it. Owned by its pull; of use
/// once.
final class Search implements ParentEvents {
  private static final Logger LOG = LoggerFactory.getLogger(Search.class);

  private static final String NOT_FOUND = "not-found"; // docs/protocols/relay.md

  /// Whom it tells, once.
  interface Outcome {
    /// This parent gives it; whoever takes the connection is told what comes, see
    /// [ParentLink#tell].
    ///
    /// @param path the nodes that the stream passes, its origin first, the parent last
    /// @return whether it is taken; else the next one is asked
    boolean found(ParentLink link, Epoch epoch, List<NodeId> path);

    /// None does.
    void nobody();
  }

  private final PullHost host;
  private final Wanted wanted;
  private final Loop loop;
  private final Outcome outcome;
  private final List<HostPort> parents;
  private final RelayMessage.From from;
  private final boolean headersOnly;
  private int next;
  private boolean over;
  private @Nullable ParentLink link;

  /// @param parents whom to ask, in this order
  Search(
      PullHost host,
      Wanted wanted,
      Loop loop,
      List<HostPort> parents,
      RelayMessage.From from,
      boolean headersOnly,
      Outcome outcome) {
    this.host = host;
    this.wanted = wanted;
    this.loop = loop;
    this.parents = parents;
    this.from = from;
    this.headersOnly = headersOnly;
    this.outcome = outcome;
  }

  /// Asks the first one, or the next one.
  void start() {
    link = null;
    if (over) {
      return;
    }
    if (next == parents.size()) {
      over = true;
      outcome.nobody();
    } else {
      ParentLink opening = new ParentLink(host, wanted, parents.get(next++), loop, this);
      link = opening;
      opening.open(from, headersOnly);
    }
  }

  /// Nothing is looked for any more, and nobody is told.
  void cancel() {
    over = true;
    if (link != null) {
      link.close();
      link = null;
    }
  }

  @Override
  public void subscribed(Epoch epoch, List<NodeId> path) {
    ParentLink asked = link;
    if (over || asked == null) {
      return;
    }
    host.finder().given(wanted.key(), asked.address(), epoch);
    if (path.contains(host.node().id())) {
      asked.close();
      refused("loop", "the stream passes this node already: " + path);
    } else if (outcome.found(asked, epoch, path)) {
      over = true;
      link = null;
    } else {
      asked.close();
      refused("unfit", "epoch " + epoch + ", by " + path);
    }
  }

  @Override
  public void refused(String code, String reason) {
    LOG.debug("parent refused stream={} code={} reason=\"{}\"", wanted.key(), code, reason);
    if (link != null && code.equals(NOT_FOUND)) {
      host.finder().absent(wanted.key(), link.address());
    }
    start();
  }

  @Override
  public void lost(String reason) {
    LOG.debug("no parent stream={} reason=\"{}\"", wanted.key(), reason);
    start();
  }

  @Override
  public void ended(String reason) {
    start();
  }

  @Override
  public void frame(Frame frame) {
    frame.release(); // of a connection that nobody took
  }

  @Override
  public void skipped(long frames) {}

  @Override
  public void readComplete() {}

  @Override
  public void leaving() {}
}
