package dev.freshet.web.player;

/// One file of the watch page with what an HTTP answer says about it. Immutable, from any thread;
/// its bytes must not be changed.
///
/// @param name below [PlayerPage#ASSET_PATH], such as `index-Cg1cA8XR.css`
/// @param contentType the media type, with its charset
/// @param etag a weak validator, in quotes: the same for both encodings
/// @param cacheControl for ever for names that hold a hash, never without asking for the page
///   itself
/// @param bytes as they are
/// @param gzipBytes the same, compressed
public record PageAsset(
    String name,
    String contentType,
    String etag,
    String cacheControl,
    byte[] bytes,
    byte[] gzipBytes) {

  /// Whether a client that sent this `If-None-Match` has it already (RFC 9110 13.1.2).
  public boolean isMatchedBy(String ifNoneMatch) {
    for (String candidate : ifNoneMatch.split(",")) {
      String tag = candidate.strip();
      if (tag.equals("*") || opaque(tag).equals(opaque(etag))) {
        return true;
      }
    }
    return false;
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
