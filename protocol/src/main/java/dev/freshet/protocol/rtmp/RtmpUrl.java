package dev.freshet.protocol.rtmp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address as a person writes it, `rtmp://HOST[:PORT]/APP/NAME[?params]`, cut the way clients
/// cut it. A value: no owner.
///
/// @param tls whether it is `rtmps`
/// @param host without brackets
/// @param port to connect to
/// @param app everything between host and name
/// @param stream the name with its query
public record RtmpUrl(boolean tls, String host, int port, String app, String stream) {
  private static final int RTMP_PORT = 1935;
  private static final int RTMPS_PORT = 443; // where everybody else's clients go
  private static final Pattern FORM =
      Pattern.compile(
          "(rtmps?)://(\\[[^]/?]+]|[^:/?\\[\\]]+)(?::(\\d{1,5}))?/([^/?][^?]*)/([^/?]+)(\\?.*)?");

  /// Reads an address.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static RtmpUrl of(String url) {
    Matcher form = FORM.matcher(url.strip());
    if (!form.matches()) {
      throw wrong(url);
    }
    boolean tls = form.group(1).equals("rtmps");
    String host = form.group(2).replaceAll("[\\[\\]]", "");
    int port = form.group(3) == null ? defaultPort(tls) : Integer.parseInt(form.group(3));
    if (port < 1 || port > 65_535) {
      throw wrong(url);
    }
    String query = form.group(6) == null ? "" : form.group(6);
    return new RtmpUrl(tls, host, port, form.group(4), form.group(5) + query);
  }

  private static IllegalArgumentException wrong(String url) {
    return new IllegalArgumentException(
        "url: '" + url + "' (expected: rtmp://HOST[:PORT]/APP/NAME[?params], or rtmps://)");
  }

  private static int defaultPort(boolean tls) {
    return tls ? RTMPS_PORT : RTMP_PORT;
  }

  /// What `connect` calls tcUrl.
  public String tcUrl() {
    return scheme() + "//" + authority() + "/" + app;
  }

  /// The same stream where a ReconnectRequest points: an absolute address, `//HOST/APP` or `/APP`
  /// (Enhanced RTMP v2, "Reconnect Request"), or nowhere new if empty.
  public RtmpUrl reconnectedTo(String tcUrl) {
    if (tcUrl.isEmpty()) {
      return this;
    }
    String absolute = tcUrl;
    if (tcUrl.startsWith("//")) {
      absolute = scheme() + tcUrl;
    } else if (tcUrl.startsWith("/")) {
      absolute = scheme() + "//" + authority() + tcUrl;
    }
    return of(absolute + "/" + stream);
  }

  private String scheme() {
    return tls ? "rtmps:" : "rtmp:";
  }

  private String authority() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return port == defaultPort(tls) ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    return tcUrl() + "/" + stream;
  }
}
