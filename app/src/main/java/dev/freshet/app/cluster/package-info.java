/// This node as a member of a cluster: [ClusterNode] connects what decides (`dev.freshet.cluster`,
/// which knows no streams and no sockets) with what carries media (`dev.freshet.hub`,
/// `dev.freshet.node`, which know no cluster). Begin there; then [ClusterLanding] for what is
/// pushed here, [OriginFinder] for what is elsewhere.
@NullMarked
package dev.freshet.app.cluster;

import org.jspecify.annotations.NullMarked;
