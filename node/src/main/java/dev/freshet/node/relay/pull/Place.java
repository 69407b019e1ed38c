package dev.freshet.node.relay.pull;

import dev.freshet.media.Stamp;
import dev.freshet.protocol.relay.RelayMessage.From;
import org.jspecify.annotations.Nullable;

/// How far a pulled stream has come here, over all its parents. Owned by its pull.
final class Place {
  /// What to do with a frame.
  enum Verdict {
    /// It is the next one, or begins something new.
    TAKE,
    /// Frames are missing before it.
    GAP,
    /// It came before.
    AGAIN,
    /// It is of an epoch that is over.
    STALE
  }

  private final From first;
  private @Nullable Position last;
  private long missing; // told, and nothing came behind it
  private boolean current; // the present parent has given a frame

  /// @param first where the first parent begins
  Place(From first) {
    this.first = first;
  }

  /// How far, or null before the first frame.
  @Nullable Position last() {
    return last;
  }

  /// Another parent feeds from here on.
  void beginParent() {
    current = false;
  }

  /// Looks at the next frame of a way.
  Verdict judge(Stamp stamp) {
    Position here = last;
    if (here == null) {
      return Verdict.TAKE;
    }
    int order = stamp.epoch().compareTo(here.epoch());
    if (order < 0) {
      return Verdict.STALE;
    }
    if (order > 0 || stamp.sequence() == here.sequence() + 1) {
      return Verdict.TAKE;
    }
    return stamp.sequence() <= here.sequence() ? Verdict.AGAIN : Verdict.GAP;
  }

  /// Whether the next frame comes from a way that has come to `reached`: each brings all frames of
  /// an epoch in their order.
  boolean isBroughtFrom(@Nullable Position reached) {
    Position here = last;
    return here != null
        && reached != null
        && reached.epoch().equals(here.epoch())
        && reached.sequence() <= here.sequence();
  }

  /// A frame was taken.
  void see(Stamp stamp) {
    Position here = last;
    Position next = Position.of(stamp);
    if (here == null || here.isBehind(next)) {
      last = next;
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
    Position here = last;
    return here == null ? first : new From.After(here.epoch(), here.sequence());
  }

  /// How many frames are missing, at least, if the stream ends here.
  ///
  /// @param told whether the parent said that it does
  long missingAtEnd(boolean told) {
    return told && current ? missing : Math.max(1, missing);
  }
}
