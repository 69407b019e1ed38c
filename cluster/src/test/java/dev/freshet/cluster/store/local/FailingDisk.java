package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.file.Disk;
import dev.freshet.cluster.store.file.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// A disk with room for so many bytes more; a write that does not fit is done in part. It can also
/// fail to fsync, or to do anything at all.
final class FailingDisk implements Disk {
  private final Disk disk = Disk.real();
  long roomBytes = Long.MAX_VALUE;
  boolean failsToFsync;
  boolean isDead;

  private static IOException full() {
    return new IOException("No space left on device");
  }

  private void checkAlive() throws IOException {
    if (isDead) {
      throw new IOException("Input/output error");
    }
  }

  @Override
  public DiskFile open(Path file, long keepBytes) throws IOException {
    checkAlive();
    return new FailingFile(disk.open(file, keepBytes));
  }

  @Override
  public void replace(Path file, byte[] bytes) throws IOException {
    checkAlive();
    if (bytes.length > roomBytes || failsToFsync) {
      throw full();
    }
    disk.replace(file, bytes);
    roomBytes -= bytes.length;
  }

  @Override
  public void delete(Path file) throws IOException {
    checkAlive();
    disk.delete(file);
  }

  private final class FailingFile implements DiskFile {
    private final DiskFile file;

    FailingFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      checkAlive();
      int fits = (int) Math.min(bytes.length, Math.max(0, roomBytes));
      file.append(Arrays.copyOf(bytes, fits));
      roomBytes -= fits;
      if (fits < bytes.length) {
        throw full();
      }
    }

    @Override
    public void fsync() throws IOException {
      checkAlive();
      if (failsToFsync) {
        throw new IOException("Input/output error");
      }
      file.fsync();
    }

    @Override
    public void truncate(long bytes) throws IOException {
      checkAlive();
      file.truncate(bytes);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
