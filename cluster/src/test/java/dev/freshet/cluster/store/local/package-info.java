/// The local store: the contract, and what a disk can do to it.
@NullMarked
package dev.freshet.cluster.store.local;

import org.jspecify.annotations.NullMarked;
