package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.media.Frame;
import java.util.List;

/// What a parent's connection tells whoever uses it. Called on the connection's loop; nothing comes
/// behind [#lost], [#refused] or [#ended].
interface ParentEvents {
  /// The stream comes, as it was asked for last.
  ///
  /// @param path the nodes that it passes, its origin first, the parent last
  void subscribed(Epoch epoch, List<NodeId> path);

  /// The next frame, with its reference; without a payload if that was not asked for.
  void frame(Frame frame);

  /// This many frames will not come.
  void skipped(long frames);

  /// What was read at once has been told.
  void readComplete();

  /// The parent is leaving, and still gives everything while another one is found.
  void leaving();

  /// The parent does not have the stream, or does not give it.
  void refused(String code, String reason);

  /// The stream is over, or the parent gives it no more.
  void ended(String reason);

  /// The connection is gone, or there was none.
  void lost(String reason);
}
