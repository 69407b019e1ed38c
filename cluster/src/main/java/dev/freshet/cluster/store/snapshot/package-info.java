/// What a node last saw of the cluster store, on its own disk: with it a node starts, finds its
/// neighbours and serves while the store is away. Read [RememberingStore] first.
@NullMarked
package dev.freshet.cluster.store.snapshot;

import org.jspecify.annotations.NullMarked;
