/// What a node remembers of the store.
@NullMarked
package dev.freshet.cluster.store.snapshot;

import org.jspecify.annotations.NullMarked;
