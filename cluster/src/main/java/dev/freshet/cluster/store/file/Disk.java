package dev.freshet.cluster.store.file;

import java.io.IOException;
import java.nio.file.Path;

/// What is written to a disk; the seam behind which tests let it be full.
public interface Disk {
  /// Opens `file` to write behind its first `keepBytes` bytes, cutting off what follows them; makes
  /// it if it is missing.
  DiskFile open(Path file, long keepBytes) throws IOException;

  /// Puts `bytes` in place of `file`, which is afterwards, whatever happens, wholly the old or
  /// wholly the new one: written beside it, fsynced, renamed, the folder fsynced.
  void replace(Path file, byte[] bytes) throws IOException;

  /// Removes `file` if it is there.
  void delete(Path file) throws IOException;

  /// The machine's.
  static Disk real() {
    return new RealDisk();
  }
}
