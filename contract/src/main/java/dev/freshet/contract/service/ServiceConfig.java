package dev.freshet.contract.service;

import java.util.List;

/// What a customer configured for one service. Immutable; a change is a new value.
///
/// @param id the service's name, the first part of its streams' keys
/// @param pushDomains hosts whose pushes belong to this service; `*.x` matches one more label
/// @param playDomains hosts whose plays belong to this service
/// @param profile the latency profile with the customer's changes applied
/// @param takeover what happens to a second publisher of a name
/// @param graceMs how long a stream outlives a publisher that vanished; its viewers wait
/// @param lingerMs how long muxed bytes outlive the last viewer that used them
/// @param waitForPublisherMs how long a player that came first waits for the publisher
/// @param maxTracks most tracks of a stream
/// @param maxViewersPerStream most viewers of a stream on one node
/// @param maxStreams most streams of this service on one node
/// @param segments how its streams are offered to viewers who fetch segments
public record ServiceConfig(
    String id,
    List<String> pushDomains,
    List<String> playDomains,
    Profile profile,
    TakeoverPolicy takeover,
    int graceMs,
    int lingerMs,
    int waitForPublisherMs,
    int maxTracks,
    int maxViewersPerStream,
    int maxStreams,
    SegmentConfig segments) {

  public ServiceConfig {
    pushDomains = List.copyOf(pushDomains);
    playDomains = List.copyOf(playDomains);
  }

  /// A service as it is before anybody configured anything.
  public static ServiceConfig defaults(String id) {
    return new ServiceConfig(
        id,
        List.of(),
        List.of(),
        Profile.SHOWROOM,
        TakeoverPolicy.REPLACE,
        10_000,
        10_000,
        5_000,
        8,
        100_000,
        10_000,
        SegmentConfig.DEFAULTS);
  }
}
