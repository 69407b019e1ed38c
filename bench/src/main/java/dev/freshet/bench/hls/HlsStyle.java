package dev.freshet.bench.hls;

import java.util.Locale;

/// How a viewer plays, as `?format=` names it.
public enum HlsStyle {
  TS,
  FMP4,
  LL;

  /// What `?format=` calls it.
  public String format() {
    return name().toLowerCase(Locale.ROOT);
  }
}
