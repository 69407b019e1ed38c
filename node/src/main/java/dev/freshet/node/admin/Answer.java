package dev.freshet.node.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the admin port answers. A value; its bytes must not be changed.
///
/// @param status of HTTP
record Answer(int status, String contentType, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Answer json(Object value) {
    return new Answer(200, "application/json", bytes(value));
  }

  static Answer text(int status, String contentType, String text) {
    return new Answer(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /// A problem document (RFC 9457). The type is stable, the detail for people.
  static Answer problem(int status, String type, String detail, Map<String, ?> more) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "urn:freshet:problem:" + type);
    document.put("title", type.replace('-', ' '));
    document.put("status", status);
    document.put("detail", detail);
    document.putAll(more);
    return new Answer(status, "application/problem+json", bytes(document));
  }

  static Answer problem(int status, String type, String detail) {
    return problem(status, type, detail, Map.of());
  }

  private static byte[] bytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException(bug); // records of plain values
    }
  }
}
