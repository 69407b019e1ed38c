/// Which way streams take to a node: what the links are worth, the best two ways, and when to
/// change them. Read [Router] first, then [Routes] and [WhyChosen]. Knows members and hashing; has
/// no sockets: how a link is measured is given by the caller as [Pinger].
@NullMarked
package dev.freshet.cluster.routing;

import org.jspecify.annotations.NullMarked;
