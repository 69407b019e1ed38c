package dev.freshet.app.client;

/// A way to play a stream, by one of the protocols. Owned by its [Dialer]'s loop.
sealed interface PlayLink permits RtmpPlayLink, FlvPlayLink {
  void open();

  /// Asks the server for its time.
  void requestClock();

  void close();

  static PlayLink of(PlayUrl url, Dialer dialer, PlayEvents events) {
    return switch (url) {
      case PlayUrl.Rtmp(var address) -> new RtmpPlayLink(dialer, address, events);
      case PlayUrl.Flv flv -> new FlvPlayLink(dialer, flv, events);
    };
  }
}
