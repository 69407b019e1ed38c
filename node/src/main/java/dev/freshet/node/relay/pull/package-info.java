/// Streams from other nodes. [Pulls] has one [Pull] for each, which becomes its publisher here; a
/// [StreamFinder] says whom to ask.
@NullMarked
package dev.freshet.node.relay.pull;

import org.jspecify.annotations.NullMarked;
