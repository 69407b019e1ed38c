/// A whole cluster on one machine, for trying out and for fault campaigns: real node processes on
/// loopback, and a real etcd. [LocalCluster] starts them, watches over them, and ends them;
/// [ClusterPlan] decides what there is.
@NullMarked
package dev.freshet.app.localcluster;

import org.jspecify.annotations.NullMarked;
