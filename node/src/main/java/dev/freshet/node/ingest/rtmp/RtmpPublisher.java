package dev.freshet.node.ingest.rtmp;

import dev.freshet.contract.node.NodeLimits;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.Publication;
import dev.freshet.hub.PublishAnswer;
import dev.freshet.hub.Publisher;
import dev.freshet.hub.Refusal;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.hub.Ticket;
import dev.freshet.media.ProtocolException;
import dev.freshet.media.flv.TagDemuxer;
import dev.freshet.media.flv.TagLimits;
import dev.freshet.node.metrics.NodeCounters;
import dev.freshet.node.rtmp.RtmpPeer;
import dev.freshet.node.rtmp.RtmpRole;
import dev.freshet.node.session.Session;
import dev.freshet.node.session.Sessions;
import dev.freshet.protocol.rtmp.PublishRequest;
import dev.freshet.protocol.rtmp.message.MessageType;
import dev.freshet.protocol.rtmp.message.Status;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// One RTMP publisher: its messages become frames of a publication. Owned by the connection's loop.
final class RtmpPublisher implements RtmpRole, Publisher {
  private static final String LEAVING = "this node is leaving; connect again to reach another";

  private final RtmpPeer peer;
  private final PublishRequest request;
  private final NodeLimits limits;
  private final ServiceConfig service;
  private final Sessions sessions;
  private final NodeCounters counters;
  private @Nullable Ticket ticket;
  private @Nullable Publication publication;
  private @Nullable TagDemuxer demuxer;
  private @Nullable Session session;
  private boolean stopped;

  RtmpPublisher(
      RtmpPeer peer,
      PublishRequest request,
      NodeLimits limits,
      ServiceConfig service,
      Sessions sessions,
      NodeCounters counters) {
    this.peer = peer;
    this.request = request;
    this.limits = limits;
    this.service = service;
    this.sessions = sessions;
    this.counters = counters;
  }

  void claim(StreamRegistry registry, dev.freshet.hub.PublishRequest claim) {
    ticket = registry.publish(claim, this, peer.loop(), this::answered);
  }

  @Override
  public void media(int type, long timestampMs, ByteBuf body) {
    TagDemuxer reader = demuxer;
    try {
      if (reader == null) {
        return;
      }
      switch (type) {
        case MessageType.VIDEO -> reader.video(timestampMs, body);
        case MessageType.AUDIO -> reader.audio(timestampMs, body);
        default -> script(reader, timestampMs, body);
      }
    } finally {
      body.release();
    }
  }

  @Override
  public void readComplete() {
    if (publication != null) {
      publication.flush();
    }
  }

  @Override
  public void stopped(boolean connectionLost) {
    stopped = true;
    if (publication != null) {
      publication.end(connectionLost ? EndReason.CONNECTION_LOST : EndReason.UNPUBLISHED);
    } else if (ticket != null) {
      ticket.cancel();
    }
    if (session != null) {
      sessions.close(session);
    }
  }

  @Override
  public void drain() {
    if (!stopped && !peer.requestReconnect(LEAVING)) {
      end(EndReason.DRAINING);
    }
  }

  @Override
  public void ended(EndReason reason) {
    ended(reason, reason.label());
  }

  @Override
  public void ended(EndReason reason, String detail) {
    String label = reason.label();
    String why = detail.equals(label) ? label : label + ", as " + detail;
    if (!stopped) {
      peer.end(Status.error(Status.PUBLISH_BAD_NAME, "publishing ended: " + why));
    }
  }

  private void script(TagDemuxer reader, long timestampMs, ByteBuf body) {
    int most = limits.maxMetadataBytes();
    if (body.readableBytes() > most) {
      throw ProtocolException.limit(
          "maxMetadata", body.readableBytes() + " bytes (expected: <= " + most + ")");
    }
    reader.script(timestampMs, body);
  }

  private void answered(PublishAnswer answer) {
    switch (answer) {
      case PublishAnswer.Accepted(Publication accepted) -> begin(accepted);
      case PublishAnswer.Refused(Refusal refusal) ->
          request.refuse(Status.PUBLISH_BAD_NAME, refusal.detail());
    }
  }

  private void begin(Publication accepted) {
    publication = accepted;
    TagLimits standard = TagLimits.DEFAULT;
    TagLimits tags = new TagLimits(service.maxTracks(), standard.maxConfigBytes(), standard.amf());
    demuxer = new TagDemuxer(tags, accepted, counters::tagDropped);
    session =
        sessions.open(
            Session.Role.PUBLISHER,
            accepted.request().protocol(),
            accepted.request().key(),
            peer.remoteAddress(),
            peer.loop(),
            this::end);
    request.accept();
    accepted.flush();
  }

  private void end(EndReason reason) {
    if (publication != null) {
      publication.terminate(reason);
    }
  }
}
