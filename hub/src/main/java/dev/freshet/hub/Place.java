package dev.freshet.hub;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a stream's name stands for on this node. Immutable but for the waiters.
///
/// @param stream the stream, also while it is being claimed, or null
/// @param waiters who waits for its publisher; touched only inside operations of the registry's map
/// @param last the reign before, while it is remembered
record Place(@Nullable Stream stream, Set<Waiter> waiters, Reign last) {
  static Place empty() {
    return new Place(null, new LinkedHashSet<>(), Reign.NONE);
  }

  Place with(@Nullable Stream other, Reign reign) {
    return new Place(other, waiters, reign);
  }

  /// The stream, if a publisher was ever let in.
  @Nullable Stream acceptedStream() {
    return stream != null && stream.isAccepted() ? stream : null;
  }

  /// This, or null if it says nothing.
  @Nullable Place orNothing() {
    return stream == null && waiters.isEmpty() && last.equals(Reign.NONE) ? null : this;
  }
}
