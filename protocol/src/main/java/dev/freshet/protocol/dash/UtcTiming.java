package dev.freshet.protocol.dash;

/// Where players read the server's clock (UTCTiming, 5.8.4.11). A value: no owner.
///
/// @param scheme a URN of that clause
/// @param value what the scheme wants, mostly an address
public record UtcTiming(String scheme, String value) {
  public UtcTiming {
    Expect.notEmpty("utcTiming.scheme", scheme);
    Expect.notEmpty("utcTiming.value", value);
  }

  /// An address that answers with the time as xs:dateTime.
  public static UtcTiming httpXsDate(String address) {
    return new UtcTiming("urn:mpeg:dash:utc:http-xsdate:2014", address);
  }

  /// An address that answers a HEAD with a Date header.
  public static UtcTiming httpHead(String address) {
    return new UtcTiming("urn:mpeg:dash:utc:http-head:2014", address);
  }
}
