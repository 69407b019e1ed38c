/// What every listener of a node stands on: [Loops] and its [NettyLoop]s, and the [Listener] that
/// the program starts and drains. Knows no protocol and no streams.
@NullMarked
package dev.freshet.node.net;

import org.jspecify.annotations.NullMarked;
