/// What the tests of every module share: [ManualClock] and [SimulatedLoops] for time and threads.
@NullMarked
package dev.freshet.testkit;

import org.jspecify.annotations.NullMarked;
