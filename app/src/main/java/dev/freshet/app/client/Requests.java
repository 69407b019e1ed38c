package dev.freshet.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/// HTTP requests, and what servers say to them.
final class Requests {
  static final String USER_AGENT = "Freshet";

  private static final JsonMapper JSON = new JsonMapper();

  private Requests() {}

  static FullHttpRequest get(Endpoint endpoint, String target) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, target, Unpooled.EMPTY_BUFFER);
    request
        .headers()
        .set(HttpHeaderNames.HOST, endpoint.authority())
        .set(HttpHeaderNames.USER_AGENT, USER_AGENT)
        .set(HttpHeaderNames.ACCEPT, "*/*");
    return request;
  }

  /// The reason of a refusal: the problem document's (RFC 9457), or at least the status.
  static String refusal(HttpResponseStatus status, ByteBuf body) {
    String detail = json(body).path("detail").asText();
    return status + (detail.isEmpty() ? "" : ": " + detail);
  }

  /// The body as JSON; a missing node if it is none.
  static JsonNode json(ByteBuf body) {
    try {
      return JSON.readTree(body.toString(StandardCharsets.UTF_8));
    } catch (JsonProcessingException other) {
      return JSON.missingNode();
    }
  }
}
