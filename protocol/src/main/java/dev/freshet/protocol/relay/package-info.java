/// What Freshet's nodes say to one another (docs/protocols/relay.md). Begin at
/// [dev.freshet.protocol.relay.RelayMessage]; [dev.freshet.protocol.relay.RelayFormat] puts a
/// stream on the wire, [dev.freshet.protocol.relay.RelayedFrames] makes frames of it again.
@NullMarked
package dev.freshet.protocol.relay;

import org.jspecify.annotations.NullMarked;
