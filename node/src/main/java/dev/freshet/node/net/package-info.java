/// What every listener of a node stands on: [Loops] and its [NettyLoop]s, the [Listener] that the
/// program starts and drains, and the [Door] that each accepted connection passes: there it learns
/// the client's real address and is counted against the limits. Knows no protocol but PROXY, and no
/// streams.
@NullMarked
package dev.freshet.node.net;

import org.jspecify.annotations.NullMarked;
