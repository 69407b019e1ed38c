package dev.freshet.bench.subject;

import java.util.List;

/// How a subject is to run. A value: no owner.
///
/// @param windowMs least time between two sends to a viewer; 0 sends at once
/// @param loops event loops
/// @param cores where it may run
/// @param trackMemory whether its virtual machine keeps account of memory outside the heap, which
///   costs a little
public record SubjectSettings(int windowMs, int loops, List<Integer> cores, boolean trackMemory) {}
