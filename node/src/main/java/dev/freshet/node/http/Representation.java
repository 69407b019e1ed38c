package dev.freshet.node.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bytes that a path stands for at a moment, as they are sent: whole, in part, gzipped, or not
/// at all because the client has them. Made for one answer by the route, which retains the buffers
/// for it; answering releases them. Nothing is copied, and the buffers' indexes stay as they are,
/// so that many answers may share them.
///
/// @param contentType a media type
/// @param etag a strong entity tag in its quotes; empty for none
/// @param cacheControl for the `Cache-Control` header
/// @param body plain
/// @param gzip the same bytes compressed beforehand, or null
public record Representation(
    String contentType, String etag, String cacheControl, ByteBuf body, @Nullable ByteBuf gzip) {
  private static final String BYTES = "bytes";

  /// Without a compressed variant, as segments are: they are compressed in themselves.
  public Representation(String contentType, String etag, String cacheControl, ByteBuf body) {
    this(contentType, etag, cacheControl, body, null);
  }

  /// The body that these buffers are one after the other. Takes their references.
  public static ByteBuf joined(List<ByteBuf> buffers) {
    return Unpooled.wrappedBuffer(buffers.size(), buffers.toArray(ByteBuf[]::new));
  }

  /// Nobody is answered: gives the buffers back.
  public void release() {
    body.release();
    if (gzip != null) {
      gzip.release();
    }
  }

  /// The answer to `request`, which owns what is left of the buffers. HEAD gets the headers of what
  /// GET would get.
  FullHttpResponse answer(HttpRequest request) {
    boolean get = request.method().equals(HttpMethod.GET);
    String range = get ? header(request, HttpHeaderNames.RANGE) : "";
    boolean zipped =
        gzip != null
            && range.isEmpty() // players count the bytes of a range in the plain body
            && AcceptEncoding.prefersGzip(header(request, HttpHeaderNames.ACCEPT_ENCODING));
    String tag = zipped ? gzipTag() : etag;
    if (isMatched(header(request, HttpHeaderNames.IF_NONE_MATCH), tag)) {
      return nothing(HttpResponseStatus.NOT_MODIFIED, validators(tag));
    }
    ByteBuf chosen = zipped ? keepGzip() : keepBody();
    ByteRange asked =
        rangeHolds(request) ? ByteRange.of(range, size(chosen)) : new ByteRange.Whole();
    return switch (asked) {
      case ByteRange.Whole() -> whole(chosen, zipped, tag, get);
      case ByteRange.Part part -> part(chosen, part, tag);
      case ByteRange.Unsatisfiable() -> unsatisfiable(chosen);
    };
  }

  private FullHttpResponse whole(ByteBuf chosen, boolean zipped, String tag, boolean get) {
    HttpHeaders headers = described(tag);
    if (zipped) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
    }
    int bytes = size(chosen);
    ByteBuf content = chosen.slice();
    if (!get) {
      chosen.release();
      content = Unpooled.EMPTY_BUFFER;
    }
    return response(HttpResponseStatus.OK, headers, content, bytes);
  }

  private FullHttpResponse part(ByteBuf chosen, ByteRange.Part part, String tag) {
    HttpHeaders headers = described(tag);
    String range = "%s %d-%d/%d".formatted(BYTES, part.first(), part.last(), size(chosen));
    headers.set(HttpHeaderNames.CONTENT_RANGE, range);
    ByteBuf content = chosen.slice(chosen.readerIndex() + part.first(), part.bytes());
    return response(HttpResponseStatus.PARTIAL_CONTENT, headers, content, part.bytes());
  }

  private FullHttpResponse unsatisfiable(ByteBuf chosen) {
    HttpHeaders headers = Cors.noCache();
    headers.set(HttpHeaderNames.CONTENT_RANGE, BYTES + " */" + size(chosen));
    chosen.release();
    return response(
        HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers, Unpooled.EMPTY_BUFFER, 0);
  }

  private FullHttpResponse nothing(HttpResponseStatus status, HttpHeaders headers) {
    release();
    return response(status, headers, Unpooled.EMPTY_BUFFER, -1);
  }

  private static FullHttpResponse response(
      HttpResponseStatus status, HttpHeaders headers, ByteBuf content, int bytes) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, content, headers, new DefaultHttpHeaders());
    if (bytes >= 0) { // 304 has no body and must not say that it is empty
      HttpUtil.setContentLength(response, bytes);
    }
    return response;
  }

  private HttpHeaders described(String tag) {
    HttpHeaders headers = validators(tag);
    headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
    headers.set(HttpHeaderNames.ACCEPT_RANGES, BYTES);
    return headers;
  }

  /// What 304 says as well (RFC 9110 section 15.4.5).
  private HttpHeaders validators(String tag) {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CACHE_CONTROL, cacheControl);
    if (!tag.isEmpty()) {
      headers.set(HttpHeaderNames.ETAG, tag);
    }
    if (gzip != null) {
      headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
    }
    return headers;
  }

  /// A strong tag names bytes: compressed ones need another (RFC 9110 section 8.8.3.3).
  private String gzipTag() {
    return etag.isEmpty() ? "" : etag.substring(0, etag.length() - 1) + "-gzip\"";
  }

  /// By weak comparison, as a cache in between may have weakened the tag (RFC 9110 section 13.1.2).
  private static boolean isMatched(String header, String tag) {
    if (header.isEmpty()) {
      return false;
    }
    for (String element : header.split(",", -1)) {
      String known = element.strip();
      boolean same = known.equals(tag) || known.equals("W/" + tag);
      if (known.equals("*") || (same && !tag.isEmpty())) {
        return true;
      }
    }
    return false;
  }

  /// Whether a range may be answered: the client's other part is of these bytes. Dates never match,
  /// as we send none (RFC 9110 section 13.1.5).
  private boolean rangeHolds(HttpRequest request) {
    String other = header(request, HttpHeaderNames.IF_RANGE);
    return other.isEmpty() || (other.equals(etag) && !etag.isEmpty());
  }

  private ByteBuf keepBody() {
    if (gzip != null) {
      gzip.release();
    }
    return body;
  }

  private ByteBuf keepGzip() {
    body.release();
    return java.util.Objects.requireNonNull(gzip);
  }

  private static int size(ByteBuf buffer) {
    return buffer.readableBytes();
  }

  private static String header(HttpRequest request, CharSequence name) {
    String value = request.headers().get(name);
    return value == null ? "" : value;
  }
}
