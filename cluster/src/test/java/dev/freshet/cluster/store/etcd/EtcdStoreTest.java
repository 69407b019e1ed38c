package dev.freshet.cluster.store.etcd;

import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.ClusterStoreContract;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.testkit.etcd.EtcdProcess;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;

/// The contract on a real etcd, which all of these tests share: each has a root of its own.
@ExtendWith(SharedEtcd.class)
class EtcdStoreTest extends ClusterStoreContract {
  private final EtcdProcess etcd;
  private final String root = "test-" + UUID.randomUUID() + "/";
  private final EtcdRig rig = closing(new EtcdRig());
  private final Gate gate;

  EtcdStoreTest(EtcdProcess etcd) throws IOException {
    this.etcd = etcd;
    this.gate = closing(new Gate(etcd.port()));
  }

  @Override
  protected ClusterStore connect() {
    return rig.open(EtcdRig.config(etcd.address(), root));
  }

  @Override
  protected ClusterStore connectWatcher() {
    return rig.open(EtcdRig.config(gate.address(), root));
  }

  @Override
  protected void interrupt(Runnable meanwhile, boolean forget) throws Exception {
    gate.cut();
    meanwhile.run();
    if (forget) {
      EtcdRig.compact(etcd.address());
    }
    gate.open();
  }

  @Override
  protected void endLease(LeaseId lease) throws Exception {
    EtcdRig.endLease(etcd.address(), lease.value());
  }

  @Override
  protected void restart() throws Exception {
    etcd.stop();
    etcd.start();
  }
}
