package dev.freshet.node.playback.rtmp;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.OpenAnswer;
import dev.freshet.hub.Refusal;
import dev.freshet.hub.StartAt;
import dev.freshet.hub.Stream;
import dev.freshet.hub.Ticket;
import dev.freshet.hub.Viewer;
import dev.freshet.node.playback.ChannelOutput;
import dev.freshet.node.playback.PlayGate;
import dev.freshet.node.rtmp.RtmpPeer;
import dev.freshet.node.rtmp.RtmpRole;
import dev.freshet.node.session.Session;
import dev.freshet.node.session.Sessions;
import dev.freshet.protocol.rtmp.PlayRequest;
import dev.freshet.protocol.rtmp.RtmpFormat;
import dev.freshet.protocol.rtmp.message.Status;
import org.jspecify.annotations.Nullable;

/// One RTMP player. Owned by the connection's loop.
final class RtmpViewer implements RtmpRole {
  private static final String LEAVING = "this node is leaving; connect again to reach another";

  private final RtmpPeer peer;
  private final PlayRequest request;
  private final RtmpFormat format;
  private final Sessions sessions;
  private @Nullable Ticket ticket;
  private @Nullable ChannelOutput output;
  private @Nullable Viewer viewer;
  private @Nullable Session session;

  RtmpViewer(RtmpPeer peer, PlayRequest request, RtmpFormat format, Sessions sessions) {
    this.peer = peer;
    this.request = request;
    this.format = format;
    this.sessions = sessions;
  }

  void open(PlayGate gate, StreamKey key, ServiceConfig service) {
    ticket = gate.open(key, service, peer.loop(), this::answered);
  }

  @Override
  public void writabilityChanged() {
    if (output != null) {
      output.writabilityChanged();
    }
  }

  @Override
  public void stopped(boolean connectionLost) {
    if (viewer != null) {
      viewer.leave();
    } else if (ticket != null) {
      ticket.cancel();
    }
    if (session != null) {
      sessions.close(session);
    }
  }

  @Override
  public void drain() {
    if (!peer.requestReconnect(LEAVING)) {
      sayGoodbye(EndReason.DRAINING);
    }
  }

  private void answered(OpenAnswer answer) {
    switch (answer) {
      case OpenAnswer.Opened(Stream stream, StartAt startAt) -> join(stream, startAt);
      case OpenAnswer.Refused(Refusal refusal) -> request.refuse(codeOf(refusal), refusal.detail());
    }
  }

  private void join(Stream stream, StartAt startAt) {
    request.accept();
    ChannelOutput socket = new ChannelOutput(peer.context(), this::sayGoodbye);
    Viewer cursor = stream.join(peer.loop(), format, socket, startAt);
    socket.serve(cursor);
    output = socket;
    viewer = cursor;
    Session opened =
        sessions.open(
            Session.Role.VIEWER,
            peer.secure() ? "rtmps" : "rtmp",
            stream.key(),
            peer.remoteAddress(),
            peer.loop(),
            cursor::close);
    opened.watch(cursor);
    session = opened;
  }

  private void sayGoodbye(EndReason reason) {
    if (reason.allowsGoodbye()) {
      peer.end(goodbye(reason));
    } else {
      peer.drop();
    }
  }

  private static Status goodbye(EndReason reason) {
    return switch (reason) {
      case KICKED, BANNED, EXPIRED, DRAINING, FAULT, PEER_FAULT, TOO_SLOW, STALLED ->
          Status.error(Status.PLAY_FAILED, "playing ended: " + reason.label());
      case UNPUBLISHED, CONNECTION_LOST, SUPERSEDED, GRACE_EXPIRED, LEFT ->
          Status.ok(Status.PLAY_UNPUBLISH_NOTIFY, "the stream ended: " + reason.label());
    };
  }

  private static String codeOf(Refusal refusal) {
    return switch (refusal.reason()) {
      case NOT_FOUND -> Status.PLAY_STREAM_NOT_FOUND;
      case ALREADY_PUBLISHING,
          TAKEOVER_STORM,
          LIMIT,
          OVERLOADED,
          FORBIDDEN,
          DRAINING,
          STALE,
          CANCELLED,
          FAULT ->
          Status.PLAY_FAILED;
    };
  }
}
