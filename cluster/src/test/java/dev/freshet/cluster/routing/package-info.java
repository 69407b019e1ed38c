/// Tests of routing. Read [RoutingRig] first.
@NullMarked
package dev.freshet.cluster.routing;

import org.jspecify.annotations.NullMarked;
