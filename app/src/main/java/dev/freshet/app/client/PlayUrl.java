package dev.freshet.app.client;

import dev.freshet.protocol.rtmp.RtmpUrl;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of a stream to play. A value.
public sealed interface PlayUrl {
  /// `rtmp://HOST/APP/NAME` or `rtmps://`.
  record Rtmp(RtmpUrl url) implements PlayUrl {
    @Override
    public String protocol() {
      return url.tls() ? "rtmps" : "rtmp";
    }
  }

  /// `http(s)://HOST/….flv` or `ws(s)://`.
  ///
  /// @param target path and query, as they are sent
  record Flv(Endpoint endpoint, boolean webSocket, String target) implements PlayUrl {
    @Override
    public String protocol() {
      return (webSocket ? "ws" : "http") + (endpoint.tls() ? "s" : "");
    }

    /// Where a redirect points.
    Flv redirected(String location) {
      if (location.startsWith("/") && !location.startsWith("//")) {
        return new Flv(endpoint, webSocket, location);
      }
      return flv(location.startsWith("//") ? protocol() + ":" + location : location, false);
    }
  }

  Pattern FORM =
      Pattern.compile(
          "(https?|wss?)://(\\[[^]/?]+]|[^:/?\\[\\]@]+)(?::(\\d{1,5}))?(/[^?#]*)(\\?[^#]*)?");

  String CLOCK = "clock=1";

  /// The protocol's name, as in the address.
  String protocol();

  /// Reads an address.
  ///
  /// @param clock whether to ask the server for ingest times
  /// @throws IllegalArgumentException saying what was expected
  static PlayUrl of(String text, boolean clock) {
    String url = text.strip();
    if (url.startsWith("rtmp")) {
      RtmpUrl plain = RtmpUrl.of(url);
      return new Rtmp(
          clock
              ? new RtmpUrl(
                  plain.tls(), plain.host(), plain.port(), plain.app(), withClock(plain.stream()))
              : plain);
    }
    Flv flv = flv(url, true);
    return clock ? new Flv(flv.endpoint, flv.webSocket, withClock(flv.target)) : flv;
  }

  private static Flv flv(String url, boolean checksName) {
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "url: '"
              + url
              + "' (expected: rtmp://HOST[:PORT]/APP/NAME, http://HOST[:PORT]/APP/NAME.flv or"
              + " ws://HOST[:PORT]/APP/NAME.flv, or with TLS rtmps://, https://, wss://)");
    }
    String path = form.group(4);
    if (checksName && !path.endsWith(".flv")) {
      String name = path.replaceFirst("\\.[a-z0-9]+$", "");
      throw new IllegalArgumentException(
          "url: '" + url + "' (expected: FLV, so a path such as " + name + ".flv)");
    }
    boolean tls = form.group(1).endsWith("s") && !form.group(1).equals("ws");
    String host = form.group(2).replaceAll("[\\[\\]]", "");
    int port = form.group(3) == null ? tls ? 443 : 80 : Integer.parseInt(form.group(3));
    String query = form.group(5) == null ? "" : form.group(5);
    return new Flv(new Endpoint(host, port, tls), form.group(1).startsWith("ws"), path + query);
  }

  private static String withClock(String target) {
    if (target.matches(".*[?&]clock=.*")) {
      return target;
    }
    return target + (target.indexOf('?') < 0 ? "?" : "&") + CLOCK;
  }
}
