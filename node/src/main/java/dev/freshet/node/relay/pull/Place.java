package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.protocol.relay.RelayMessage.From;
import org.jspecify.annotations.Nullable;

/// How far a pulled stream has come, over all its parents. Owned by its pull.
final class Place {
  private @Nullable Epoch epoch;
  private long sequence;
  private long missing; // told, and nothing came behind it
  private boolean current; // the present parent has given a frame

  /// A parent is asked.
  void beginParent() {
    current = false;
  }

  /// A frame came.
  void see(Frame frame) {
    Stamp stamp = frame.stamp();
    if (stamp.epoch().equals(epoch)) {
      sequence = Math.max(sequence, stamp.sequence());
    } else if (epoch == null || stamp.epoch().compareTo(epoch) > 0) {
      epoch = stamp.epoch();
      sequence = stamp.sequence();
    }
    missing = 0;
    current = true;
  }

  /// These frames will not come.
  void miss(long frames) {
    missing += frames;
  }

  /// Where the next parent begins.
  From next() {
    return epoch == null ? new From.Live() : new From.After(epoch, sequence);
  }

  /// How many frames are missing, at least, if the stream ends here.
  ///
  /// @param told whether the parent said that it does
  long missingAtEnd(boolean told) {
    return told && current ? missing : Math.max(1, missing);
  }
}
