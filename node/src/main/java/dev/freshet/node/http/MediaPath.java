package dev.freshet.node.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a request points, taken apart: `/APP/NAME.EXTENSION` or `/APP/NAME/REST`, and its query. A
/// value.
///
/// @param app first component
/// @param name second component without extension
/// @param extension of the second component, without the dot; empty if none that is known
/// @param rest what follows the second component, without its leading slash; empty if nothing
/// @param query parameters in order, decoded
public record MediaPath(
    String app, String name, String extension, String rest, Map<String, List<String>> query) {
  private static final List<String> EXTENSIONS =
      List.of("flv", "m3u8", "mpd", "jpg", "ts", "m4s", "mp4");

  /// Takes `uri` apart, or answers null if it has no two components.
  public static @Nullable MediaPath of(String uri) {
    QueryStringDecoder decoder;
    try {
      decoder = new QueryStringDecoder(uri, true);
      String[] parts =
          decoder.path().split("/", 4); // the first is empty: the path begins with a slash
      if (parts.length < 3 || !parts[0].isEmpty() || parts[1].isEmpty() || parts[2].isEmpty()) {
        return null;
      }
      String extension = extensionOf(parts[2]);
      String name =
          extension.isEmpty()
              ? parts[2]
              : parts[2].substring(0, parts[2].length() - extension.length() - 1);
      return new MediaPath(
          parts[1], name, extension, parts.length > 3 ? parts[3] : "", decoder.parameters());
    } catch (IllegalArgumentException e) {
      return null; // a broken percent escape names nothing
    }
  }

  /// The first value of a parameter, or null.
  public @Nullable String parameter(String key) {
    List<String> values = query.get(key);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  /// Whether a parameter is there and says yes.
  public boolean flag(String key) {
    String value = parameter(key);
    return value != null && !value.equals("0") && !value.equals("false");
  }

  private static String extensionOf(String component) {
    int dot = component.lastIndexOf('.');
    String extension = dot <= 0 ? "" : component.substring(dot + 1);
    return EXTENSIONS.contains(extension) ? extension : "";
  }
}
