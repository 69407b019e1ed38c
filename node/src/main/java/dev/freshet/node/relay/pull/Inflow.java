package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.service.ServiceConfig;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.Publication;
import dev.freshet.hub.PublishAnswer;
import dev.freshet.hub.PublishRequest;
import dev.freshet.hub.Publisher;
import dev.freshet.hub.PublisherIdentity;
import dev.freshet.hub.Refusal;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.media.Frame;
import dev.freshet.protocol.relay.RelayMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A pulled stream as this node's hub sees it: its publisher, while somebody watches. Owned by its
/// pull.
final class Inflow implements Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Inflow.class);

  /// How long the first viewer may take, who may wait for a whole segment.
  static final long FIRST_VIEWER_MS = 20_000;

  private static final long LOOK_EVERY_MS = 500;

  /// Whom it tells.
  interface Owner {
    /// The hub takes the stream.
    void accepted();

    /// The hub does not want it, or not any more.
    void rejected();

    /// Nobody has watched it for the service's linger time.
    void unwatched();

    /// Somebody below asks something of the publisher.
    void askUp(RelayMessage message);
  }

  private final StreamRegistry registry;
  private final StreamKey key;
  private final ServiceConfig service;
  private final Loop loop;
  private final Owner owner;
  private final List<Frame> held = new ArrayList<>(); // while the publication is decided about
  private @Nullable Publication publication;
  private long watchedMs;
  private boolean closed;

  Inflow(StreamRegistry registry, StreamKey key, ServiceConfig service, Loop loop, Owner owner) {
    this.registry = registry;
    this.key = key;
    this.service = service;
    this.loop = loop;
    this.owner = owner;
  }

  /// A parent gives the stream: the hub is asked to let it in.
  void begin(HostPort parent, Epoch epoch) {
    PublishRequest request =
        new PublishRequest(
            key, service, PublisherIdentity.ANONYMOUS, 0, "relay", parent.toString(), 0);
    registry.replicate(request, epoch, this, loop, this::answered);
  }

  private void answered(PublishAnswer answer) {
    switch (answer) {
      case PublishAnswer.Accepted(Publication accepted) -> accept(accepted);
      case PublishAnswer.Refused(Refusal refusal) -> {
        LOG.info("pull refused stream={} reason=\"{}\"", key, refusal.detail());
        owner.rejected();
      }
    }
  }

  private void accept(Publication accepted) {
    publication = accepted;
    held.forEach(accepted::stamped);
    held.clear();
    accepted.flush();
    watchedMs = loop.clock().monotonicMs() + FIRST_VIEWER_MS;
    loop.schedule(LOOK_EVERY_MS, this::lookForViewers);
    owner.accepted();
  }

  /// The next frame, with its reference.
  void take(Frame frame) {
    if (publication == null) {
      held.add(frame);
    } else {
      publication.stamped(frame);
    }
  }

  /// What came at once has been told.
  void flush() {
    if (publication != null) {
      publication.flush();
    }
  }

  private void lookForViewers() {
    if (closed || publication == null) {
      return;
    }
    long nowMs = loop.clock().monotonicMs();
    if (publication.stream().viewers() > 0) {
      watchedMs = nowMs;
    }
    if (nowMs - watchedMs >= service.lingerMs()) {
      owner.unwatched();
    } else {
      loop.schedule(LOOK_EVERY_MS, this::lookForViewers);
    }
  }

  /// The stream ends here.
  ///
  /// @param missing frames that did not come, at least
  void end(EndReason reason, long missing) {
    if (publication != null) {
      if (missing > 0) {
        publication.lost(missing);
      }
      publication.end(reason);
    }
  }

  /// Lets go of what is held.
  void close() {
    closed = true;
    held.forEach(Frame::release);
    held.clear();
  }

  @Override
  public void requestKeyframe() {
    owner.askUp(new RelayMessage.KeyframeWanted());
  }

  @Override
  public void targetBitrate(long bitsPerSecond) {
    owner.askUp(new RelayMessage.TargetBitrate(bitsPerSecond));
  }

  @Override
  public void reconnect() {
    owner.askUp(new RelayMessage.Reconnect());
  }

  @Override
  public void ended(EndReason reason) {
    owner.rejected();
  }
}
