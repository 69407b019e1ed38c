package dev.freshet.node.relay.serve;

import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.StartAt;
import dev.freshet.hub.Stream;
import dev.freshet.hub.Viewer;
import dev.freshet.node.net.TcpReset;
import dev.freshet.node.playback.ChannelOutput;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.Respondent;
import dev.freshet.protocol.relay.RelayFormat;
import dev.freshet.protocol.relay.RelayMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives another node the stream that it asks for; when it asks once more, as a standby does that
/// takes over, from where it wants it then. Owned by the connection's loop.
final class MediaTalk implements Talk {
  private static final Logger LOG = LoggerFactory.getLogger(MediaTalk.class);

  /// How long a child may take to find another parent when this node leaves.
  static final long MOVE_MS = 3_000;

  private final Line line;
  private final RelayNode node;
  private final Subscriptions subscriptions;
  private final Respondent respondent;
  private boolean asked; // and not answered yet
  private boolean over;
  private @Nullable Stream stream;
  private @Nullable Viewer viewer;
  private @Nullable ChannelOutput output;
  private Loop.@Nullable Timer moveTimer;

  MediaTalk(Line line, RelayNode node, Subscriptions subscriptions, Respondent respondent) {
    this.line = line;
    this.node = node;
    this.subscriptions = subscriptions;
    this.respondent = respondent;
  }

  @Override
  public boolean take(RelayMessage message) {
    Stream served = stream;
    switch (message) {
      case RelayMessage.Subscribe ask when !asked -> open(ask);
      case RelayMessage.Ping ping -> line.wire().send(CallTalk.pong(ping, line.loop(), respondent));
      case RelayMessage.KeyframeWanted _ when served != null -> served.requestKeyframe();
      case RelayMessage.TargetBitrate(long bits) when served != null -> served.targetBitrate(bits);
      case RelayMessage.Reconnect _ when served != null -> served.reconnectPublisher();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void open(RelayMessage.Subscribe ask) {
    asked = true;
    subscriptions.open(ask, line.peer(), line.loop(), answer -> answered(ask, answer));
  }

  private void answered(RelayMessage.Subscribe ask, Subscriptions.Answer answer) {
    asked = false;
    if (over) {
      return;
    }
    switch (answer) {
      case Subscriptions.Answer.Opened opened -> {
        LOG.info(
            "child joined stream={} node={} from={} payloads={}",
            ask.key(),
            line.peer(),
            line.remoteAddress(),
            !ask.headersOnly());
        leaveStream();
        line.wire().send(new RelayMessage.Subscribed(opened.epoch(), opened.path()));
        join(ask, opened.stream());
      }
      case Subscriptions.Answer.Refused(String code, String reason) -> {
        node.counters().subscriptionsRefused.increment();
        line.refuse(code, reason);
      }
    }
  }

  private void join(RelayMessage.Subscribe ask, Stream opened) {
    node.counters().children.incrementAndGet();
    ChannelOutput socket = new ChannelOutput(line.context(), this::sayGoodbye);
    Viewer cursor =
        opened.join(
            line.loop(),
            new RelayFormat(ask.headersOnly()),
            new ChildOutput(socket, line.wire()),
            startAt(ask.from()));
    socket.serve(cursor);
    stream = opened;
    output = socket;
    viewer = cursor;
  }

  private static StartAt startAt(RelayMessage.From from) {
    return switch (from) {
      case RelayMessage.From.Live() -> StartAt.NEWEST;
      case RelayMessage.From.After(var epoch, long sequence) -> new StartAt.After(epoch, sequence);
      case RelayMessage.From.AtSegment(var epoch, long _) -> new StartAt.After(epoch, -1);
    };
  }

  private void sayGoodbye(EndReason reason) {
    if (reason.allowsGoodbye()) {
      line.end(new RelayMessage.Ended(reason.label()));
    } else {
      TcpReset.close(line.context());
    }
  }

  @Override
  public void writable() {
    if (output != null) {
      output.writabilityChanged();
    }
  }

  /// A child finds another parent while this one still gives it everything.
  @Override
  public void drain() {
    if (viewer == null) {
      line.refuse("draining", "this node is leaving");
    } else if (moveTimer == null) {
      line.wire().send(new RelayMessage.Reconnect());
      moveTimer = line.loop().schedule(MOVE_MS, this::stay);
    }
  }

  private void stay() {
    if (viewer != null) {
      viewer.close(EndReason.DRAINING);
    }
  }

  @Override
  public void leave() {
    over = true;
    leaveStream();
    if (moveTimer != null) {
      moveTimer.cancel();
    }
  }

  private void leaveStream() {
    if (viewer != null) {
      node.counters().children.decrementAndGet();
      viewer.leave();
      viewer = null;
      stream = null;
    }
  }
}
