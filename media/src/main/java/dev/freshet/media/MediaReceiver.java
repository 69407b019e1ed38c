package dev.freshet.media;

import java.util.Map;

/// Takes what a demuxer finds, in the order in which it arrived. Owned by the demuxer's loop.
public interface MediaReceiver {
  /// A track is new, or its configuration changed; announced only when something did change.
  void track(Track track);

  /// Stream-wide metadata as its publisher sent it. It may lie; never trusted for codecs.
  void metadata(Map<String, Object> metadata);

  /// A frame of an announced track. Takes over the reference of its payload.
  void frame(RawFrame frame);
}
