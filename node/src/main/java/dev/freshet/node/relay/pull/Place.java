package dev.freshet.node.relay.pull;

import dev.freshet.contract.Epoch;
import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.protocol.relay.RelayMessage.From;
import org.jspecify.annotations.Nullable;

/// How far a pulled stream has come, over all its parents. Owned by its pull.
final class Place {
  private @Nullable Epoch epoch;
  private @Nullable Epoch promised; // by the present parent
  private long sequence;
  private long missing; // told, and nothing came behind it
  private boolean current; // the present parent has given a frame

  /// A parent is asked.
  void beginParent() {
    current = false;
    promised = null;
  }

  /// It gives this epoch, or a newer one.
  void promise(Epoch given) {
    promised = given;
  }

  /// A frame came.
  ///
  /// @return whether it is the first one of a newer epoch
  boolean see(Frame frame) {
    Stamp stamp = frame.stamp();
    boolean newer = epoch == null || stamp.epoch().compareTo(epoch) > 0;
    if (newer) {
      epoch = stamp.epoch();
      sequence = stamp.sequence();
    } else if (stamp.epoch().equals(epoch)) {
      sequence = Math.max(sequence, stamp.sequence());
    }
    missing = 0;
    current = true;
    return newer;
  }

  /// Whether nothing of this epoch, or a newer one, has come or is about to.
  boolean isBehind(Epoch other) {
    return (epoch == null || other.compareTo(epoch) > 0)
        && (promised == null || other.compareTo(promised) > 0);
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
