/// The contract of [ClusterStore], which every implementation keeps. Read [ClusterStoreContract]
/// first.
@NullMarked
package dev.freshet.cluster.store;

import org.jspecify.annotations.NullMarked;
