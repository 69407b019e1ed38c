package dev.freshet.contract.service;

/// How a service's streams are offered to viewers who fetch segments. A value.
///
/// @param listed how many segments of the profile's length a playlist goes back
/// @param warm whether segments are made from a stream's first frame on, before anybody asks
/// @param tokens where addresses name the viewer's session
/// @param bindAddress whether a session is good only for the network of the client that began it
public record SegmentConfig(int listed, boolean warm, TokenPlace tokens, boolean bindAddress) {
  /// What every service has that does not say otherwise.
  public static final SegmentConfig DEFAULTS = new SegmentConfig(6, false, TokenPlace.PATH, false);

  /// Where addresses name the viewer's session.
  public enum TokenPlace {
    /// In the path of the media playlists: one text serves everybody.
    PATH,
    /// In the query of every address: caches may leave it out of their keys, but each viewer's
    /// playlists are made for that viewer alone.
    QUERY
  }
}
