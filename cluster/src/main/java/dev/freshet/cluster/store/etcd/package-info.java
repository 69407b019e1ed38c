/// The cluster store on etcd 3.4 or newer, by jetcd. Read [EtcdStore] first, then [EtcdWatch].
/// Nothing outside of this package knows of jetcd.
@NullMarked
package dev.freshet.cluster.store.etcd;

import org.jspecify.annotations.NullMarked;
