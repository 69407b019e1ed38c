/// Tests.
@NullMarked
package dev.freshet.cluster.landing;

import org.jspecify.annotations.NullMarked;
