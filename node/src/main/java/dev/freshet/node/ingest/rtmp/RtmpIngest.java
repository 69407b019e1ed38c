package dev.freshet.node.ingest.rtmp;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.NodeLimits;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.PublisherIdentity;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.node.metrics.NodeCounters;
import dev.freshet.node.rtmp.RtmpPeer;
import dev.freshet.node.rtmp.RtmpRole;
import dev.freshet.node.rtmp.RtmpService;
import dev.freshet.node.rtmp.StreamAddress;
import dev.freshet.node.session.Sessions;
import dev.freshet.protocol.rtmp.PublishRequest;
import dev.freshet.protocol.rtmp.RtmpAddress;
import dev.freshet.protocol.rtmp.message.Status;
import java.util.function.Supplier;

/// Lets RTMP publishers in. Thread-safe.
public final class RtmpIngest implements RtmpService.Publishing {
  /// RTMP's timestamps are 32 bits of ms (RTMP 5.3.1).
  private static final long TIME_WRAP_US = (1L << 32) * 1_000;

  private final StreamRegistry registry;
  private final Supplier<ServiceTable> services;
  private final Supplier<NodeLimits> limits;
  private final Sessions sessions;
  private final NodeCounters counters;

  public RtmpIngest(
      StreamRegistry registry,
      Supplier<ServiceTable> services,
      Supplier<NodeLimits> limits,
      Sessions sessions,
      NodeCounters counters) {
    this.registry = registry;
    this.services = services;
    this.limits = limits;
    this.sessions = sessions;
    this.counters = counters;
  }

  @Override
  public RtmpRole publish(RtmpPeer peer, PublishRequest request) {
    RtmpAddress address = request.address();
    ServiceConfig service = services.get().forPush(address.host());
    StreamAddress stream = StreamAddress.of(address, service);
    StreamKey key = stream.key();
    if (key == null) {
      request.refuse(Status.PUBLISH_BAD_NAME, stream.problem());
      return NOBODY;
    }
    RtmpPublisher publisher =
        new RtmpPublisher(peer, request, limits.get(), service, sessions, counters);
    publisher.claim(registry, claim(peer, address, key, service));
    return publisher;
  }

  private static dev.freshet.hub.PublishRequest claim(
      RtmpPeer peer, RtmpAddress address, StreamKey key, ServiceConfig service) {
    String src = address.param("src");
    return new dev.freshet.hub.PublishRequest(
        key,
        service,
        new PublisherIdentity(src == null ? "" : src, ""),
        priority(address),
        peer.secure() ? "rtmps" : "rtmp",
        peer.remoteAddress(),
        TIME_WRAP_US);
  }

  /// What does not say a priority has none.
  private static int priority(RtmpAddress address) {
    String text = address.param("priority");
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
