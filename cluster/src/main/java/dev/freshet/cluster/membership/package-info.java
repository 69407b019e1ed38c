/// Which nodes there are. Read [Membership] first, then [NodeRecord]. Knows the store and how to
/// wait; a node's way to ask another whether it lives is given by the caller as [Probe].
@NullMarked
package dev.freshet.cluster.membership;

import org.jspecify.annotations.NullMarked;
