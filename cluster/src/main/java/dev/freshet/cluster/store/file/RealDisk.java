package dev.freshet.cluster.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// The machine's disk.
final class RealDisk implements Disk {
  /// What a file is called that is not whole yet.
  static final String UNFINISHED = ".tmp";

  @Override
  public DiskFile open(Path file, long keepBytes) throws IOException {
    boolean isNew = !Files.exists(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      channel.truncate(keepBytes);
      channel.position(channel.size());
      if (isNew) {
        fsyncFolder(file);
      }
      return new ChannelFile(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void replace(Path file, byte[] bytes) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeFully(channel, bytes);
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished); // a full disk needs the room
      throw e;
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    fsyncFolder(file);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /// A new name is on the disk once its folder is.
  private static void fsyncFolder(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  private record ChannelFile(FileChannel channel) implements DiskFile {
    @Override
    public void append(byte[] bytes) throws IOException {
      writeFully(channel, bytes);
    }

    @Override
    public void fsync() throws IOException {
      channel.force(false); // the length is written along; only times of access are not
    }

    @Override
    public void truncate(long bytes) throws IOException {
      channel.truncate(bytes);
      channel.position(bytes);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
