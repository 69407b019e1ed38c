/// Which node is a stream's origin. Read [Origins] first, then [OriginClaim]. Knows the store, the
/// membership and rendezvous hashing; the way to other nodes is given by the caller as [AskPeers].
@NullMarked
package dev.freshet.cluster.landing;

import org.jspecify.annotations.NullMarked;
