package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import dev.freshet.media.Frame;
import dev.freshet.protocol.relay.RelayMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A way by which a stream comes, or would come: a connection to a parent that gives it, how far it
/// has brought it, and whether it lives. Owned by its pull.
final class ParentWay implements ParentEvents {
  private static final long PING_EVERY_MS = 150;

  private final WayEvents ways;
  private final ParentLink link;
  private final Pulse pulse = new Pulse();
  private Epoch epoch; // the newest that it gives
  private List<NodeId> path;
  private @Nullable Position reached;
  private @Nullable Position asked; // behind which it was asked to go on
  private boolean early; // frames were dropped that another way was to bring
  private long pingedSilentMs;

  /// @param epoch that the parent gives
  /// @param reached how far it is known to have come, or null
  ParentWay(
      WayEvents ways, ParentLink link, Epoch epoch, List<NodeId> path, @Nullable Position reached) {
    this.ways = ways;
    this.link = link;
    this.epoch = epoch;
    this.path = path;
    this.reached = reached;
    link.tell(this);
  }

  HostPort address() {
    return link.address();
  }

  /// Who the parent says that it is.
  @Nullable NodeId parent() {
    return link.parent();
  }

  /// The newest epoch that it gives.
  Epoch epoch() {
    return epoch;
  }

  /// The nodes that the stream passes, its origin first, the parent last.
  List<NodeId> path() {
    return path;
  }

  /// How far it has come, or null if nobody knows yet.
  @Nullable Position reached() {
    return reached;
  }

  /// Whether its frames have their payloads.
  boolean carriesMedia() {
    return link.carriesMedia();
  }

  /// A frame came too early to be taken.
  void dropEarly() {
    early = true;
  }

  /// A frame was taken: nothing is missing before the next one.
  void taken() {
    early = false;
  }

  /// It feeds the stream from here on: if it has brought no payloads so far, they are asked for.
  void feedFrom(RelayMessage.From from) {
    if (!link.carriesMedia()) {
      askAgain(from);
    } else {
      fillIn(from);
    }
  }

  /// Nobody else brings what it has dropped: it is asked for again.
  void fillIn(RelayMessage.From from) {
    if (early) {
      early = false;
      askAgain(from);
    }
  }

  private void askAgain(RelayMessage.From from) {
    asked =
        from instanceof RelayMessage.From.After(var of, long sequence)
            ? new Position(of, sequence)
            : null;
    link.askAgain(from, false);
  }

  /// Looks whether anything has come.
  ///
  /// @param passedMs since the last look
  void look(long passedMs) {
    pulse.look(link.receivedBytes(), passedMs);
    if (pulse.silentMs() == 0) {
      pingedSilentMs = 0;
    }
  }

  /// How long nothing has come by it.
  long silentMs() {
    return pulse.silentMs();
  }

  /// Asks whether the parent is there, unless that was asked a moment ago.
  void ping() {
    if (pingedSilentMs == 0 || pulse.silentMs() - pingedSilentMs >= PING_EVERY_MS) {
      pingedSilentMs = pulse.silentMs();
      link.ping();
    }
  }

  void read(boolean on) {
    link.read(on);
  }

  void sendUp(RelayMessage message) {
    link.sendUp(message);
  }

  void close() {
    link.close();
  }

  @Override
  public void subscribed(Epoch given, List<NodeId> taken) {
    epoch = given;
    path = taken;
    reached = asked;
    ways.subscribed(this);
  }

  @Override
  public void frame(Frame frame) {
    Position here = Position.of(frame.stamp());
    if (here.epoch().compareTo(epoch) > 0) {
      epoch = here.epoch();
      ways.epochBegan(this);
    }
    reached = here;
    ways.frame(this, frame);
  }

  @Override
  public void skipped(long frames) {
    ways.skipped(this, frames);
  }

  @Override
  public void readComplete() {
    ways.readComplete(this);
  }

  @Override
  public void leaving() {
    ways.leaving(this);
  }

  @Override
  public void refused(String code, String reason) {
    ways.lost(this, code + ": " + reason);
  }

  @Override
  public void ended(String reason) {
    ways.ended(this, reason);
  }

  @Override
  public void lost(String reason) {
    ways.lost(this, reason);
  }
}
