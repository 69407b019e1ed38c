/// The streams that the bench pushes: synthetic, decodable, and marked, so that a reader can tell
/// of each frame when it was sent. Read [SyntheticStream] and [Mark] first. No sockets, threads,
/// clocks.
@NullMarked
package dev.freshet.bench.stream;

import org.jspecify.annotations.NullMarked;
