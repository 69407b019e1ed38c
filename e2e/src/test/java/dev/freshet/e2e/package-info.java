/// Real clients against the real program; a test class a promise. Read `EveryFrameTest` first.
/// Clips are pushed in real time, so tests run side by side.
@NullMarked
package dev.freshet.e2e;

import org.jspecify.annotations.NullMarked;
