package dev.freshet.app.cluster;

import dev.freshet.app.config.FreshetConfig.EtcdAccess;
import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.StoreThread;
import dev.freshet.cluster.store.etcd.EtcdConfig;
import dev.freshet.cluster.store.etcd.EtcdStore;
import dev.freshet.cluster.store.file.Disk;
import dev.freshet.cluster.store.snapshot.RememberingStore;
import dev.freshet.contract.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the cluster's nodes agree in: etcd, and what this node last saw of it on its own disk, with
/// the threads that they live on. Owned by [ClusterNode].
final class SharedStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedStore.class);
  private static final String FILE = "cluster-seen";
  private static final long WRITE_AFTER_MS = 5_000;
  private static final long END_MS = 2_000;

  private final StoreThread link;
  private final StoreThread disk;
  private final ClusterStore store;

  private SharedStore(StoreThread link, StoreThread disk, ClusterStore store) {
    this.link = link;
    this.disk = disk;
    this.store = store;
  }

  /// Begins to connect. Blocks for the disk.
  ///
  /// @param random of its own: it is used on another thread
  /// @throws IOException if files that the configuration names cannot be used
  static SharedStore open(EtcdAccess access, Path dataDir, Clock clock, RandomGenerator random)
      throws IOException {
    StoreThread link = new StoreThread("etcd-link", clock);
    EtcdStore etcd =
        switch (EtcdStore.open(config(access), link, StoreLimits.DEFAULT, random)) {
          case EtcdStore.OpenAnswer.Opened(EtcdStore opened) -> opened;
          case EtcdStore.OpenAnswer.Refused(String reason) -> {
            link.close();
            throw new IOException("cluster.etcd: " + reason);
          }
        };
    StoreThread disk = new StoreThread("cluster-disk", clock);
    Files.createDirectories(dataDir);
    ClusterStore remembering =
        new RememberingStore(
            etcd,
            disk,
            StoreLimits.DEFAULT,
            dataDir.resolve(FILE),
            Disk.real(),
            WRITE_AFTER_MS,
            note -> LOG.warn("{}", note));
    return new SharedStore(link, disk, remembering);
  }

  private static EtcdConfig config(EtcdAccess access) {
    EtcdConfig standard = EtcdConfig.of(access.endpoints());
    return new EtcdConfig(
        access.endpoints(),
        access.user().isEmpty()
            ? null
            : new EtcdConfig.Credentials(access.user(), access.password()),
        new EtcdConfig.Tls(
            file(access.authorities()), file(access.certificate()), file(access.key()), null),
        access.root(),
        standard.requestTimeoutMs(),
        standard.firstRequestTimeoutMs());
  }

  private static @Nullable Path file(String name) {
    return name.isEmpty() ? null : Path.of(name);
  }

  ClusterStore store() {
    return store;
  }

  /// Writes what is due, and ends.
  @Override
  public void close() {
    store.close();
    disk.close();
    try {
      disk.awaitEnd(END_MS); // it closes the link's store
      link.close();
      link.awaitEnd(END_MS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
