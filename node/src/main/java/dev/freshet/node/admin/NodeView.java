package dev.freshet.node.admin;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the admin port shows of a node and does to it. Called on virtual threads: an answer may
/// have to wait for an event loop.
public interface NodeView {
  /// Whether new clients are let in.
  boolean ready();

  /// The node as a whole.
  NodeStatus node();

  /// All streams of this node, by name.
  List<StreamKey> streams();

  /// One stream, or null.
  @Nullable StreamStatus stream(StreamKey key);

  /// Ends a stream's publication.
  ///
  /// @return whether there was one
  boolean kickPublisher(StreamKey key);

  /// Ends a viewer.
  ///
  /// @return whether there was one
  boolean kickViewer(StreamKey key, String viewerId);

  /// Lets nobody in any more and ends the process when the last client is gone.
  void drain();

  /// Reads the configuration again.
  ReloadOutcome reload();

  /// All latency profiles.
  List<Profile> profiles();
}
