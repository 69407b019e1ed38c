/// Connections to other nodes. A [NodeLink] is one that was greeted, whatever it is for; a [Dialer]
/// makes the sockets.
@NullMarked
package dev.freshet.node.relay.dial;

import org.jspecify.annotations.NullMarked;
