package dev.freshet.protocol.hls;

/// Where a player should start (EXT-X-START, 4.4.2.2). A value: no owner.
///
/// @param offsetUs from the playlist's beginning, or from its end if negative; in a live playlist
///   not within three target durations of the end
/// @param precise whether to show nothing before it
public record StartPoint(long offsetUs, boolean precise) {
  StringBuilder appendTo(StringBuilder out) {
    Decimals.appendSeconds(out.append("#EXT-X-START:TIME-OFFSET="), offsetUs);
    return out.append(precise ? ",PRECISE=YES\n" : "\n");
  }
}
