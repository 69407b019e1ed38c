package dev.freshet.node.relay.pull;

import dev.freshet.contract.NodeId;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.Frame;
import dev.freshet.node.relay.dial.NodeLink;
import dev.freshet.protocol.relay.RelayMessage;
import org.jspecify.annotations.Nullable;

/// A connection to a parent, over which one stream is asked for: once, and again when a standby is
/// to take over. Owned by the channel's loop, which is that of whoever asked.
final class ParentLink implements NodeLink.User {
  private final PullHost host;
  private final Wanted wanted;
  private final Loop loop;
  private final NodeLink link;
  private ParentEvents events;
  private RelayMessage.From from = new RelayMessage.From.Live();
  private boolean headersOnly;
  private @Nullable NodeId parent; // null: not greeted yet
  private boolean asking;
  private boolean served;
  private boolean carriesMedia;
  private int pings;

  /// @param events is told what comes, until somebody else is to be, see [#tell]
  ParentLink(PullHost host, Wanted wanted, HostPort address, Loop loop, ParentEvents events) {
    this.host = host;
    this.wanted = wanted;
    this.loop = loop;
    this.events = events;
    this.link = new NodeLink(host.node(), address, RelayMessage.Channel.MEDIA, loop, this);
  }

  /// Who is asked.
  HostPort address() {
    return link.address();
  }

  /// Who that is, or null before it said so.
  @Nullable NodeId parent() {
    return parent;
  }

  /// Whether frames come with their payloads, as was asked for and answered.
  boolean carriesMedia() {
    return carriesMedia;
  }

  /// Bytes that came so far.
  long receivedBytes() {
    return link.receivedBytes();
  }

  /// From now on `next` is told what comes.
  void tell(ParentEvents next) {
    events = next;
  }

  /// Connects, and asks for the stream.
  void open(RelayMessage.From where, boolean withoutPayloads) {
    from = where;
    headersOnly = withoutPayloads;
    host.node().counters().lookups.increment();
    link.open(host.dialer());
  }

  /// Asks for the stream again, from elsewhere; what was asked for before comes until the answer.
  void askAgain(RelayMessage.From where, boolean withoutPayloads) {
    from = where;
    headersOnly = withoutPayloads;
    ask();
  }

  /// Nothing is wanted of it any more.
  void close() {
    forgetAsking();
    link.close();
  }

  /// Lets the parent send, or has it wait.
  void read(boolean on) {
    link.read(on);
  }

  /// Asks whether the parent is there; any answer is a sign of life.
  void ping() {
    link.send(new RelayMessage.Ping(++pings, loop.clock().unixUs()));
  }

  /// Says something that goes up the stream.
  void sendUp(RelayMessage message) {
    link.send(message);
  }

  @Override
  public void greeted(NodeId peer, long boot) {
    parent = peer;
    ask();
  }

  private void ask() {
    asking = true;
    if (!headersOnly && parent != null) {
      wanted.asked().add(parent);
    }
    link.send(
        new RelayMessage.Subscribe(
            wanted.key(), from, headersOnly, wanted.way().path(), wanted.way().hopsLeft()));
  }

  @Override
  public void message(RelayMessage message) {
    switch (message) {
      case RelayMessage.Subscribed(var epoch, var path) when asking -> {
        forgetAsking();
        link.settle();
        served = true;
        carriesMedia = !headersOnly;
        events.subscribed(epoch, path);
      }
      case RelayMessage.Skipped(long frames) when served -> events.skipped(frames);
      case RelayMessage.Reconnect _ when served -> events.leaving();
      case RelayMessage.Ended(String reason) when served -> {
        close();
        events.ended(reason);
      }
      case RelayMessage.StreamHeaderIs _,
          RelayMessage.GopHeaderIs _,
          RelayMessage.Pong _ -> {} // frames carry their headers; any byte is a sign of life
      default -> throw NodeLink.outOfOrder(message, served ? "SERVED" : "ASKED");
    }
  }

  @Override
  public void frame(Frame frame) {
    if (served) {
      events.frame(frame);
    } else {
      frame.release();
    }
  }

  @Override
  public void readComplete() {
    if (served) {
      events.readComplete();
    }
  }

  @Override
  public void refused(String code, String reason) {
    forgetAsking();
    events.refused(code, reason);
  }

  @Override
  public void lost(String reason) {
    forgetAsking();
    events.lost(reason);
  }

  private void forgetAsking() {
    asking = false;
    if (parent != null) {
      wanted.asked().remove(parent);
    }
  }
}
