package dev.freshet.app.client;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a server has to be told first on each new connection: metadata and codec headers, the
/// newest of each. Owned by its [Uplink].
final class CodecHeaders {
  private static final int MAX_HEADERS = 64;
  private static final String METADATA = "metadata";

  private final Map<String, FlvTag> headers = new LinkedHashMap<>();

  /// Keeps the tag if it is such a header.
  void keep(FlvTag tag) {
    if (tag.isMetadata()) {
      put(METADATA, tag);
    } else if (tag.isCodecHeader()) {
      put(tag.headerKey(), tag);
    }
  }

  private void put(String key, FlvTag tag) {
    headers.remove(key); // the newest goes last
    if (headers.size() < MAX_HEADERS) {
      headers.put(key, tag);
    }
  }

  Collection<FlvTag> all() {
    return headers.values();
  }
}
