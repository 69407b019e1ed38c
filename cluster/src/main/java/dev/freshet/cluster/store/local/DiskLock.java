package dev.freshet.cluster.store.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a second process out of a folder. The system gives it back when the process ends, however
/// it ends.
final class DiskLock implements AutoCloseable {
  private final FileChannel channel;

  private DiskLock(FileChannel channel) {
    this.channel = channel;
  }

  static DiskLock take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    if (!lock(channel)) {
      channel.close();
      throw new IOException("in use by another process (it holds " + file + ")");
    }
    return new DiskLock(channel);
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this very process
    }
  }

  @Override
  public void close() {
    try {
      channel.close(); // and with it the lock
    } catch (IOException e) {
      // the system does it when the process ends
    }
  }
}
