/// The media plane: what listens, takes streams in, plays them out and tells the truth about it.
/// The work is in the packages below; `net` (loops, listeners, addresses) is the one to read first.
@NullMarked
package dev.freshet.node;

import org.jspecify.annotations.NullMarked;
