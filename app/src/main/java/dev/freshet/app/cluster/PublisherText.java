package dev.freshet.app.cluster;

import dev.freshet.hub.PublisherIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// How a publisher is called between nodes, which compare these texts and nothing else.
final class PublisherText {
  private static final int MAX_CHARS = 200;

  private PublisherText() {}

  /// Empty for somebody who said nothing of themselves; short, however much they said.
  static String of(PublisherIdentity identity) {
    if (identity.equals(PublisherIdentity.ANONYMOUS)) {
      return "";
    }
    String text = identity.src() + "\n" + identity.subject(); // neither has line breaks
    return text.length() <= MAX_CHARS ? text : digest(text);
  }

  private static String digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
