/// The store on etcd: the contract, and what etcd can do to it.
@NullMarked
package dev.freshet.cluster.store.etcd;

import org.jspecify.annotations.NullMarked;
