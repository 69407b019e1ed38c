package dev.freshet.cluster.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/// Values of the store that are JSON objects, written by whichever node. Stateless; any thread.
public final class StoredJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StoredJson() {}

  /// An empty one, to be filled.
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /// What `reader` makes of a value, or what `unreadable` makes of the reason, which is for people,
  /// why there is nothing to read: too long, no JSON, or refused by `reader` with an
  /// `IllegalArgumentException`.
  public static <A> A read(
      StoreValue value,
      int maxBytes,
      Function<JsonNode, A> reader,
      Function<String, A> unreadable) {
    if (value.sizeBytes() > maxBytes) {
      return unreadable.apply(
          "%d bytes (expected: at most %d)".formatted(value.sizeBytes(), maxBytes));
    }
    try {
      return reader.apply(JSON.readTree(value.utf8()));
    } catch (JsonProcessingException e) {
      return unreadable.apply("not JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      return unreadable.apply(String.valueOf(e.getMessage()));
    }
  }
}
