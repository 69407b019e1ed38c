package dev.freshet.cluster.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.StoreThread;
import dev.freshet.contract.time.Clock;
import io.etcd.jetcd.Client;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Opens stores on an etcd.
final class EtcdRig implements AutoCloseable {
  private final StoreThread thread = new StoreThread("etcd-store", Clock.system());

  /// Whoever uses one `root` sees nothing of the others.
  static EtcdConfig config(URI address, String root) {
    return new EtcdConfig(List.of(address), null, null, root, 1_500, 10_000);
  }

  ClusterStore open(EtcdConfig config) {
    EtcdStore.OpenAnswer opened =
        EtcdStore.open(config, thread, StoreLimits.DEFAULT, new Random(1));
    assertThat(opened).isInstanceOf(EtcdStore.OpenAnswer.Opened.class);
    return ((EtcdStore.OpenAnswer.Opened) opened).store();
  }

  /// Makes etcd forget how it came to be as it is.
  static void compact(URI address) throws Exception {
    try (Client raw = Client.builder().endpoints(address).build()) {
      long now =
          raw.getKVClient()
              .get(EtcdClients.bytes("x"))
              .get(10, TimeUnit.SECONDS)
              .getHeader()
              .getRevision();
      raw.getKVClient().compact(now).get(10, TimeUnit.SECONDS);
    }
  }

  static void endLease(URI address, long lease) throws Exception {
    try (Client raw = Client.builder().endpoints(address).build()) {
      raw.getLeaseClient().revoke(lease).get(10, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
