package dev.freshet.node.admin;

import dev.freshet.node.secret.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;

/// The administrator's token, kept in a file that only the node's user reads. Never logged.
/// Thread-safe.
public final class AdminToken {
  private final byte[] token;

  private AdminToken(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /// Reads the token from `file`, or makes one, readable by nobody else from its first byte on.
  ///
  /// @throws IOException that names the file
  public static AdminToken in(Path file, SecureRandom random) throws IOException {
    return new AdminToken(SecretFile.in(file, random));
  }

  /// Whether an `Authorization` header bears the token; takes as long whatever it bears.
  boolean allows(String authorization) {
    String scheme = "Bearer ";
    boolean bearer = authorization.regionMatches(true, 0, scheme, 0, scheme.length());
    String presented = bearer ? authorization.substring(scheme.length()).strip() : "";
    return MessageDigest.isEqual(presented.getBytes(StandardCharsets.UTF_8), token);
  }
}
