package dev.freshet.node.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.hub.Refusal;
import io.netty.handler.codec.http.HttpResponseStatus;

/// What went wrong with a request, as a problem document (RFC 9457).
///
/// @param type stable name, the last part of the document's `type`
/// @param status HTTP status
/// @param detail for the person at the other end
/// @param allow the methods that the resource has, if the status says that this is none; else empty
public record Problem(String type, HttpResponseStatus status, String detail, String allow) {
  /// What a problem document is (RFC 9457 section 6.1).
  static final String CONTENT_TYPE = "application/problem+json";

  /// A problem of anything but the method.
  public Problem(String type, HttpResponseStatus status, String detail) {
    this(type, status, detail, "");
  }

  /// The problem that a refusal is.
  public static Problem of(Refusal refusal) {
    HttpResponseStatus status =
        switch (refusal.reason()) {
          case NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
          case FORBIDDEN -> HttpResponseStatus.FORBIDDEN;
          case ALREADY_PUBLISHING, TAKEOVER_STORM, STALE, CANCELLED -> HttpResponseStatus.CONFLICT;
          case LIMIT, OVERLOADED, DRAINING -> HttpResponseStatus.SERVICE_UNAVAILABLE;
          case FAULT -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    String type = refusal.reason().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    return new Problem(type, status, refusal.detail());
  }

  /// The method is not one of `allowed`.
  public static Problem methodNotAllowed(String allowed) {
    return new Problem(
        "method-not-allowed",
        HttpResponseStatus.METHOD_NOT_ALLOWED,
        "expected: one of " + allowed,
        allowed);
  }

  /// The document.
  public byte[] json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("type", "urn:freshet:problem:" + type);
    document.put("title", status.reasonPhrase());
    document.put("status", status.code());
    document.put("detail", detail);
    return document.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
