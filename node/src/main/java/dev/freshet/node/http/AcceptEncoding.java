package dev.freshet.node.http;

import java.util.Locale;

/// What a client says of content codings (RFC 9110 section 12.5.3). Keeps nothing.
public final class AcceptEncoding {
  private static final double UNSAID = -1;

  private AcceptEncoding() {}

  /// Whether gzip may be sent, and is not liked less than plain bytes.
  ///
  /// @param header empty if there is none
  public static boolean prefersGzip(String header) {
    double gzip = UNSAID;
    double identity = UNSAID;
    double any = UNSAID;
    for (String element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = element.split(";", -1);
      double weight = weight(parts);
      switch (parts[0].strip()) {
        case "gzip", "x-gzip" -> gzip = weight;
        case "identity" -> identity = weight;
        case "*" -> any = weight;
        default -> {
          // a coding that we do not have
        }
      }
    }
    double wanted = gzip == UNSAID ? any : gzip;
    return wanted > 0 && wanted >= identity;
  }

  private static double weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        return quality(parameter.substring(2).strip());
      }
    }
    return 1;
  }

  /// A weight that is none counts as 0: plain bytes are always right.
  private static double quality(String text) {
    return text.matches("(0(\\.\\d{0,3})?)|(1(\\.0{0,3})?)") ? Double.parseDouble(text) : 0;
  }
}
