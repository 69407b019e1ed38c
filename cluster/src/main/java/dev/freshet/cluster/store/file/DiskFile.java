package dev.freshet.cluster.store.file;

import java.io.IOException;

/// A file that grows at its end. Owned by one thread.
public interface DiskFile extends AutoCloseable {
  /// Writes all of `bytes` at the end; on failure a part of them may be there.
  void append(byte[] bytes) throws IOException;

  /// Returns when all that was written is on the disk.
  void fsync() throws IOException;

  /// Cuts the file.
  void truncate(long bytes) throws IOException;

  @Override
  void close() throws IOException;
}
