/// What the nodes of a cluster agree on, behind a few verbs. Read [ClusterStore] first. It has two
/// implementations, one contract: `local`, a log and a snapshot in a folder, for one machine, and
/// `etcd` for more. `snapshot` keeps what a node saw last, so that it can start without the store.
/// Depends on `contract` only; `file` holds what both kinds of files on disk share.
@NullMarked
package dev.freshet.cluster.store;

import org.jspecify.annotations.NullMarked;
