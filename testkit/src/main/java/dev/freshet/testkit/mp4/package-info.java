/// Reads fragmented MP4 as a player does, for tests. Read [Mp4Reader] first. Shares no code with
/// the writer that it checks.
@NullMarked
package dev.freshet.testkit.mp4;

import org.jspecify.annotations.NullMarked;
