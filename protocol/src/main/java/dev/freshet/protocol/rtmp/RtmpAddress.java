package dev.freshet.protocol.rtmp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a peer wants to publish or play, put together from the three strings that it sends: tcUrl
/// and app with `connect`, the stream's name with `publish` or `play`. Clients cut the same address
/// at different places, so the path is joined and cut anew. A value: no owner.
///
/// @param host the virtual host: `vhost` if given, else the host of tcUrl; without port, lower case
/// @param app all of the path but its last component; may hold slashes, and be empty
/// @param name the last component; empty if the path has only one
/// @param params of app (or tcUrl) and stream name, in order, as sent
public record RtmpAddress(String host, String app, String name, List<RtmpParam> params) {
  private static final String VHOST = "vhost";
  private static final String DOTS = "...";
  private static final String DEFAULT_INSTANCE = "/_definst_"; // what FMS calls no instance
  private static final List<String> NAME_PREFIXES = List.of("flv:", "mp4:", "mp3:");

  public RtmpAddress {
    params = List.copyOf(params);
  }

  /// The address that these three strings mean.
  ///
  /// @param tcUrl may be quoted, lack its port, or be empty
  /// @param app may have a query; empty means tcUrl's path
  /// @param stream may have a query, or be nothing but one, or be empty
  public static RtmpAddress of(String tcUrl, String app, String stream) {
    TcUrl url = TcUrl.of(tcUrl);
    Part appPart = Part.of(app.isBlank() ? url.path() : app);
    Part streamPart = Part.of(stream);
    Set<RtmpParam> params = new LinkedHashSet<>();
    params.addAll(appPart.params().isEmpty() ? Part.of(url.path()).params() : appPart.params());
    params.addAll(streamPart.params());
    List<String> path = components(withoutInstance(appPart.path()) + "/" + streamPart.path());
    String name = path.size() < 2 ? "" : path.removeLast(); // a lone component is the app
    return new RtmpAddress(
        host(params, url), String.join("/", path), withoutPrefix(name), List.copyOf(params));
  }

  /// The first parameter of this name, or null.
  public @Nullable String param(String name) {
    return value(params, name);
  }

  /// The parameters as a query, without a question mark; "" if there are none.
  public String query() {
    return String.join("&", params.stream().map(RtmpParam::toString).toList());
  }

  private static String host(Set<RtmpParam> params, TcUrl url) {
    String vhost = value(params, VHOST);
    return vhost == null || vhost.isEmpty() ? url.host() : TcUrl.of(vhost).host();
  }

  private static @Nullable String value(Iterable<RtmpParam> params, String name) {
    for (RtmpParam param : params) {
      if (param.name().equals(name)) {
        return param.value();
      }
    }
    return null;
  }

  private static List<String> components(String path) {
    List<String> components = new ArrayList<>(List.of(path.split("/")));
    components.removeIf(String::isEmpty);
    return components;
  }

  private static String withoutInstance(String path) {
    return path.endsWith(DEFAULT_INSTANCE)
        ? path.substring(0, path.length() - DEFAULT_INSTANCE.length())
        : path;
  }

  /// Players name the container before the stream; ours has none.
  private static String withoutPrefix(String name) {
    for (String prefix : NAME_PREFIXES) {
      if (name.startsWith(prefix)) {
        return name.substring(prefix.length());
      }
    }
    return name;
  }

  /// An app or stream name, cut into path and parameters.
  private record Part(String path, Set<RtmpParam> params) {
    static Part of(String text) {
      int question = text.indexOf('?');
      String path = question < 0 ? text : text.substring(0, question);
      Set<RtmpParam> params = new LinkedHashSet<>();
      int dots = path.indexOf(DOTS + VHOST + DOTS); // for encoders that swallow question marks
      if (dots >= 0) {
        params.addAll(dotted(path.substring(dots + DOTS.length())));
        path = path.substring(0, dots);
      }
      if (question >= 0) {
        params.addAll(RtmpParam.split(text.substring(question + 1)));
      }
      return new Part(path, params);
    }

    /// `name...value...name...value`.
    private static Set<RtmpParam> dotted(String text) {
      Set<RtmpParam> params = new LinkedHashSet<>();
      String[] parts = text.split("\\.\\.\\.", -1);
      for (int i = 0; i + 1 < parts.length; i += 2) {
        params.add(new RtmpParam(parts[i], parts[i + 1]));
      }
      return params;
    }
  }

  /// The host and what follows it, query included.
  private record TcUrl(String host, String path) {
    static TcUrl of(String tcUrl) {
      String text = tcUrl.replace("'", "").replace("\"", "").strip(); // some shells' users quote
      int scheme = text.indexOf("://");
      String rest = scheme < 0 ? text : text.substring(scheme + 3);
      int end = 0;
      while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '?') {
        end++;
      }
      return new TcUrl(hostOf(rest.substring(0, end)), rest.substring(end));
    }

    private static String hostOf(String authority) {
      String host = authority.substring(authority.lastIndexOf('@') + 1);
      int bracket = host.indexOf(']'); // IPv6
      int end = host.startsWith("[") && bracket > 0 ? bracket : host.indexOf(':');
      String name = host.substring(host.startsWith("[") ? 1 : 0, end < 0 ? host.length() : end);
      return name.toLowerCase(Locale.ROOT);
    }
  }
}
