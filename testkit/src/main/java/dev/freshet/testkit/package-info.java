/// What the tests of every module share: [ManualClock] and [SimulatedLoops] for time and threads,
/// [Seeds] for properties, [Splits] and [Dumper] for vectors.
@NullMarked
package dev.freshet.testkit;

import org.jspecify.annotations.NullMarked;
