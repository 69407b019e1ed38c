package dev.freshet.contract;

import java.util.List;

/// The name of a stream, `service/app/name`. A value: no owner.
///
/// @param service the customer's unit of configuration
/// @param app 1 to 128 of letters, digits, `-`, `_`, `.`, beginning with a letter or digit
/// @param name like `app`, and not ending in a known media extension
public record StreamKey(String service, String app, String name) {
  /// The service of streams whose host belongs to no service.
  public static final String DEFAULT_SERVICE = "default";

  /// Longest service, app or name, in characters.
  public static final int MAX_PART_CHARS = 128;

  private static final List<String> EXTENSIONS =
      List.of(".flv", ".m3u8", ".mpd", ".jpg", ".ts", ".m4s", ".mp4");

  private static final List<String> RESERVED_APPS = List.of("api", "assets", "healthz");

  public StreamKey {
    checkPart("service", service);
    checkPart("app", app);
    checkPart("name", name);
    if (RESERVED_APPS.contains(app)) {
      throw new IllegalArgumentException("app: " + app + " (reserved; expected: another name)");
    }
    for (String extension : EXTENSIONS) {
      if (name.endsWith(extension)) {
        throw new IllegalArgumentException(
            "name: " + name + " (expected: a name that does not end in " + extension + ")");
      }
    }
  }

  /// Reads `service/app/name`.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static StreamKey of(String path) {
    String[] parts = path.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("stream: " + path + " (expected: service/app/name)");
    }
    return new StreamKey(parts[0], parts[1], parts[2]);
  }

  private static void checkPart(String what, String part) {
    boolean legal =
        !part.isEmpty() && part.length() <= MAX_PART_CHARS && isAlphanumeric(part.charAt(0));
    for (int i = 0; legal && i < part.length(); i++) {
      char c = part.charAt(i);
      legal = isAlphanumeric(c) || c == '-' || c == '_' || c == '.';
    }
    if (!legal) {
      throw new IllegalArgumentException(
          what
              + ": '"
              + abbreviate(part)
              + "' (expected: 1 to "
              + MAX_PART_CHARS
              + " of letters, digits, '-', '_', '.', beginning with a letter or digit)");
    }
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String abbreviate(String text) {
    return text.length() <= MAX_PART_CHARS ? text : text.substring(0, MAX_PART_CHARS) + "…";
  }

  @Override
  public String toString() {
    return service + "/" + app + "/" + name;
  }
}
