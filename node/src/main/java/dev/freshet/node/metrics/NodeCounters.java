package dev.freshet.node.metrics;

import dev.freshet.contract.node.MediaPort;
import dev.freshet.media.flv.TagFault;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// What happened at a node's ports, and to what publishers sent, since it started. Thread-safe.
public final class NodeCounters {
  /// What happened at one port.
  public static final class PortCounters {
    /// Connections that were let in.
    public final LongAdder accepted = new LongAdder();

    /// Connections that were let in and are gone again.
    public final LongAdder closed = new LongAdder();

    /// Bytes that came in, as the sockets gave them.
    public final LongAdder receivedBytes = new LongAdder();

    private PortCounters() {}

    /// Connections that are open now.
    public long open() {
      return accepted.sum() - closed.sum();
    }
  }

  /// Times that a changed certificate was taken.
  public final LongAdder certificateReloads = new LongAdder();

  /// Times that a changed certificate could not be used, and the old one stayed.
  public final LongAdder certificateFaults = new LongAdder();

  /// Requests for playlists and segments, and what they made the node do.
  public final SegmentCounters segments = new SegmentCounters();

  /// What happened between this node and others.
  public final RelayCounters relay = new RelayCounters();

  /// What this node knows of its cluster.
  public final ClusterCounters cluster = new ClusterCounters();

  private final Map<MediaPort, PortCounters> ports = new EnumMap<>(MediaPort.class);
  private final Map<TagFault, LongAdder> droppedTags = new EnumMap<>(TagFault.class);

  /// All at zero.
  public NodeCounters() {
    for (MediaPort port : MediaPort.values()) {
      ports.put(port, new PortCounters());
    }
    for (TagFault fault : TagFault.values()) {
      droppedTags.put(fault, new LongAdder());
    }
  }

  /// What happened at `port`.
  public PortCounters port(MediaPort port) {
    return Objects.requireNonNull(ports.get(port)); // see the constructor
  }

  /// Tags of publishers, or tracks in them, that were dropped for this reason.
  public LongAdder droppedTags(TagFault fault) {
    return Objects.requireNonNull(droppedTags.get(fault)); // see the constructor
  }

  /// A publisher's tag, or a track in it, was dropped.
  public void tagDropped(TagFault fault) {
    droppedTags(fault).increment();
  }
}
