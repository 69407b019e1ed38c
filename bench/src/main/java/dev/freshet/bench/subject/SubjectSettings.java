package dev.freshet.bench.subject;

import java.util.List;

/// How a subject is to run. A value: no owner.
///
/// @param windowMs least time between two sends to a viewer; 0 sends at once
/// @param loops event loops
/// @param cores where it may run
/// @param trackMemory whether its virtual machine keeps account of memory outside the heap, which
///   costs a little
/// @param partMs length of HLS parts; 0 leaves the profile's
public record SubjectSettings(
    int windowMs, int loops, List<Integer> cores, boolean trackMemory, int partMs) {
  /// With the profile's parts.
  public SubjectSettings(int windowMs, int loops, List<Integer> cores, boolean trackMemory) {
    this(windowMs, loops, cores, trackMemory, 0);
  }
}
