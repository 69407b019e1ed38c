package dev.freshet.node.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// A secret text in a file that only the node's user reads, made at the first start. Never logged.
/// Stateless.
public final class SecretFile {
  private static final int BYTES = 32;
  private static final int MIN_CHARS = 16;

  private SecretFile() {}

  /// Reads the secret from `file`, or makes one, readable by nobody else from its first byte on.
  ///
  /// @throws IOException that names the file
  public static String in(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      create(file, random);
    }
    String secret = Files.readString(file).strip();
    if (secret.length() < MIN_CHARS) {
      throw new IOException(
          file + ": the secret is too short (expected: " + MIN_CHARS + " characters or more)");
    }
    return secret;
  }

  private static void create(Path file, SecureRandom random) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    write(file, secret + "\n");
  }

  /// Writes a new file, readable by nobody else from its first byte on.
  ///
  /// @throws IOException also if there is one already
  public static void write(Path file, String text) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, ownerOnly);
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }
}
