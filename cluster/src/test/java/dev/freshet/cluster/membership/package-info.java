/// Tests.
@NullMarked
package dev.freshet.cluster.membership;

import org.jspecify.annotations.NullMarked;
