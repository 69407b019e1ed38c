package dev.freshet.node.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// The administrator's token, kept in a file that only the node's user reads. Never logged.
/// Thread-safe.
public final class AdminToken {
  private static final int BYTES = 32;

  private final byte[] token;

  private AdminToken(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /// Reads the token from `file`, or makes one, readable by nobody else from its first byte on.
  ///
  /// @throws IOException that names the file
  public static AdminToken in(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      create(file, random);
    }
    String token = Files.readString(file).strip();
    if (token.length() < 16) {
      throw new IOException(file + ": the token is too short (expected: 16 characters or more)");
    }
    return new AdminToken(token);
  }

  private static void create(Path file, SecureRandom random) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, ownerOnly);
    Files.writeString(file, token + "\n", StandardOpenOption.WRITE);
  }

  /// Whether an `Authorization` header bears the token; takes as long whatever it bears.
  boolean allows(String authorization) {
    String scheme = "Bearer ";
    boolean bearer = authorization.regionMatches(true, 0, scheme, 0, scheme.length());
    String presented = bearer ? authorization.substring(scheme.length()).strip() : "";
    return MessageDigest.isEqual(presented.getBytes(StandardCharsets.UTF_8), token);
  }
}
