package dev.freshet.node.playback.segments;

import dev.freshet.contract.service.SegmentConfig.TokenPlace;
import dev.freshet.node.http.MediaPath;
import org.jspecify.annotations.Nullable;

/// What an address below `/APP/NAME/s/` names: `SESSION/FILE`, or `FILE?session=SESSION`. A value.
///
/// @param token the session's, not yet checked
/// @param file the last component
/// @param place where the token stood
public record SessionPath(String token, String file, TokenPlace place) {
  private static final String PREFIX = "s/";
  private static final String PARAMETER = "session";

  /// Whether an address below a stream is one of these, well-formed or not.
  public static boolean isOne(MediaPath path) {
    return path.extension().isEmpty() && path.rest().startsWith(PREFIX);
  }

  /// Takes an address apart; null if it names no file.
  public static @Nullable SessionPath of(MediaPath path) {
    String[] parts = path.rest().split("/", -1); // s, SESSION, FILE or s, FILE
    String inQuery = path.parameter(PARAMETER);
    return switch (parts.length) {
      case 2 -> new SessionPath(inQuery == null ? "" : inQuery, parts[1], TokenPlace.QUERY);
      case 3 -> new SessionPath(parts[1], parts[2], TokenPlace.PATH);
      default -> null;
    };
  }

  /// What stands before the names of files, relative to `/APP/`.
  public static String base(String stream, String token, TokenPlace place) {
    return switch (place) {
      case PATH -> stream + "/" + PREFIX + token + "/";
      case QUERY -> stream + "/" + PREFIX;
    };
  }

  /// What stands behind the names of files; empty if the path names the session.
  public static String query(String token, TokenPlace place) {
    return switch (place) {
      case PATH -> "";
      case QUERY -> "?" + PARAMETER + "=" + token;
    };
  }
}
