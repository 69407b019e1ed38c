/// The port between nodes. [RelayWire] is a connection's bytes, at either end;
/// `dev.freshet.node.relay.serve` gives streams to other nodes, `dev.freshet.node.relay.pull` gets
/// them from there.
@NullMarked
package dev.freshet.node.relay;

import org.jspecify.annotations.NullMarked;
