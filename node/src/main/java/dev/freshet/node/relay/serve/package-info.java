/// Streams for other nodes. [RelayProtocol] greets whoever connects, [ChildConnection] is one of
/// them: a viewer of one more format.
@NullMarked
package dev.freshet.node.relay.serve;

import org.jspecify.annotations.NullMarked;
