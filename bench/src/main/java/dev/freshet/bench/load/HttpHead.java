package dev.freshet.bench.load;

import java.nio.charset.StandardCharsets;

/// What a client must know of an HTTP/1.1 answer's head (RFC 9112). A value: no owner.
///
/// @param bytes with the empty line behind it
/// @param status such as 200
/// @param bodyBytes what `Content-Length` says; -1 if there is none
/// @param gzip whether the body is compressed
record HttpHead(int bytes, int status, long bodyBytes, boolean gzip) {
  private static final byte[] LENGTH = lower("\r\ncontent-length: ");
  private static final byte[] GZIP = lower("\r\ncontent-encoding: gzip");
  private static final byte[] END = lower("\r\n\r\n");
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  /// Whether `bytes[0, count)` holds the whole head.
  static boolean isWhole(byte[] bytes, int count) {
    return find(bytes, count, END) >= 0;
  }

  /// Reads the head, which must be whole.
  static HttpHead read(byte[] bytes, int count) {
    int end = find(bytes, count, END) + END.length;
    int length = find(bytes, end, LENGTH);
    return new HttpHead(
        end,
        (int) number(bytes, STATUS_AT, end),
        length < 0 ? -1 : number(bytes, length + LENGTH.length, end),
        find(bytes, end, GZIP) >= 0);
  }

  private static long number(byte[] bytes, int from, int end) {
    long number = 0;
    for (int at = from; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      number = number * 10 + bytes[at] - '0';
    }
    return number;
  }

  /// Where `wanted`, in lower case, begins; -1 if it is not there. Letters match in both cases.
  private static int find(byte[] bytes, int count, byte[] wanted) {
    for (int at = 0; at <= count - wanted.length; at++) {
      if (bytes[at] == wanted[0] && matches(bytes, at, wanted)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] bytes, int at, byte[] wanted) {
    for (int i = 1; i < wanted.length; i++) {
      int b = bytes[at + i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] lower(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
