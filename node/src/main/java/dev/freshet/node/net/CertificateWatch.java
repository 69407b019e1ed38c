package dev.freshet.node.net;

import dev.freshet.node.metrics.NodeCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the node's [Tls] take its files again when they change: tools that renew certificates put
/// them in place and tell nobody. Owned by the program; looks from a thread of its own, off the
/// event loops. Thread-safe.
public final class CertificateWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
  private static final long LOOK_EVERY_NS = 5_000_000_000L;

  /// Where a certificate is.
  ///
  /// @param certificate chain in PEM
  /// @param key private key in PEM
  public record PemFiles(Path certificate, Path key) {}

  /// How the files looked when they were last read.
  private record Look(PemFiles files, @Nullable FileTime certificate, @Nullable FileTime key) {
    static Look at(PemFiles files) {
      return new Look(files, changedAt(files.certificate), changedAt(files.key));
    }

    private static @Nullable FileTime changedAt(Path file) {
      try {
        return Files.getLastModifiedTime(file);
      } catch (IOException absent) {
        return null; // half-way through a replacement; or gone, which reading it will say
      }
    }
  }

  private final Tls tls;
  private final NodeCounters counters;
  private Look last;
  private volatile @Nullable Thread looking;
  private volatile boolean closed;

  /// @param files that `tls` has just read
  public CertificateWatch(Tls tls, PemFiles files, NodeCounters counters) {
    this.tls = tls;
    this.counters = counters;
    this.last = Look.at(files);
  }

  /// Begins to look every few seconds.
  ///
  /// @param threads gives the thread, for as long as the watch is open
  public void start(Executor threads) {
    threads.execute(() -> {
      looking = Thread.currentThread();
      while (!closed && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(LOOK_EVERY_NS);
        if (!closed) {
          check();
        }
      }
    });
  }

  /// Takes the files again if they changed since they were last read, for better or worse.
  public synchronized void check() {
    if (!Look.at(last.files).equals(last)) {
      take(last.files);
    }
  }

  /// Takes these files now. What cannot be used changes nothing, and is said and counted.
  public synchronized void take(PemFiles files) {
    last = Look.at(files); // before it is read: what changes meanwhile is read again
    try {
      tls.reload(files.certificate, files.key);
      counters.certificateReloads.increment();
      LOG.info("certificate reloaded file={}", files.certificate);
    } catch (IOException unusable) {
      counters.certificateFaults.increment();
      LOG.error("certificate not reloaded problem=\"{}\"", unusable.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(looking);
  }
}
