package dev.freshet.node.admin;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.Profile;
import dev.freshet.node.load.NodeLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A node with `streamCount` streams, `default/live/s00` and so on, and a record of what was done.
final class FakeView implements NodeView {
  final List<String> done = new ArrayList<>();
  boolean ready = true;
  ReloadOutcome outcome = new ReloadOutcome.Reloaded(List.of("drainTimeout"), List.of());
  private final int streamCount;

  FakeView(int streamCount) {
    this.streamCount = streamCount;
  }

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public NodeStatus node() {
    return new NodeStatus(
        "n1",
        "ready",
        "edge",
        "local",
        1,
        streamCount,
        0,
        0,
        LoadStatus.of(NodeLoad.UNKNOWN),
        Map.of(),
        List.of());
  }

  @Override
  public List<StreamKey> streams() {
    List<StreamKey> keys = new ArrayList<>();
    for (int i = 0; i < streamCount; i++) {
      keys.add(new StreamKey("default", "live", "s%02d".formatted(i)));
    }
    return keys;
  }

  @Override
  public @Nullable StreamStatus stream(StreamKey key) {
    return !streams().contains(key)
        ? null
        : new StreamStatus(
            key.toString(),
            "live",
            "n1",
            null,
            0,
            "showroom",
            null,
            null,
            List.of(),
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            Map.of(),
            List.of(),
            null,
            List.of());
  }

  @Override
  public boolean kickPublisher(StreamKey key) {
    return streams().contains(key) && done.add("publisher " + key);
  }

  @Override
  public boolean kickViewer(StreamKey key, String viewerId) {
    return viewerId.equals("v1") && done.add("viewer " + viewerId);
  }

  @Override
  public void drain() {
    done.add("drain");
  }

  @Override
  public ReloadOutcome reload() {
    return outcome;
  }

  @Override
  public List<Profile> profiles() {
    return List.of(Profile.GAMING);
  }
}
