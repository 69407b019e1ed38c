package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.media.Frame;
import java.util.List;

/// What a parent's connection tells whoever asked for it. Called on the connection's loop; nothing
/// comes behind [#lost], [#refused] or [#ended].
interface ParentEvents {
  /// The parent is of this cluster.
  void greeted(NodeId parent);

  /// The stream comes.
  ///
  /// @param path the nodes that it passes, its origin first, the parent last
  void subscribed(Epoch epoch, List<NodeId> path);

  /// The next frame, with its reference.
  void frame(Frame frame);

  /// This many frames will not come.
  void skipped(long frames);

  /// What was read at once has been told.
  void readComplete();

  /// The parent does not have the stream, or does not give it.
  void refused(String code, String reason);

  /// The stream is over, or the parent gives it no more.
  void ended(String reason);

  /// The connection is gone, or there was none.
  void lost(String reason);
}
