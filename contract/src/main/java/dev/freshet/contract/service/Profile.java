package dev.freshet.contract.service;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A latency profile: every number that trades delay against cost and smoothness, in one word. A
/// service picks one; a customer may derive others from it key by key. A value: no owner.
///
/// @param name what a service writes to pick it
/// @param startBackMs a new viewer starts at the newest entry point that is at least this old, so
///   that its buffer fills at once; 0 starts at the newest
/// @param gopCacheMs how far back a new viewer may start, in ms of media; a GOP that is longer is
///   still sent whole, up to the other two limits
/// @param gopCacheBytes most bytes of a new viewer's first burst
/// @param gopCacheFrames most frames of a new viewer's first burst
/// @param mergeWindowMs time between two sends to one viewer, the viewers' turns spread over it; 0
///   sends as soon as the socket takes more (natural batching)
/// @param maxMergeWindowMs to which a loaded node may widen that, before anyone loses frames
/// @param maxCursorAgeMs a viewer further behind the live edge than this jumps to the newest entry
///   point
/// @param maxSkipsPerMinute a viewer that jumps more often than this is closed as too slow
/// @param stalledWriteMs a viewer whose socket took nothing for this long is closed
/// @param segmentMs target duration of a segment
/// @param partMs target duration of a part
/// @param replayWindowMs how much the FrameLog keeps, in ms of media
/// @param replayWindowBytes most bytes that the FrameLog keeps
/// @param playerBufferMs what a player should keep buffered
/// @param playerMaxBufferMs above this a player should catch up
public record Profile(
    String name,
    int startBackMs,
    int gopCacheMs,
    int gopCacheBytes,
    int gopCacheFrames,
    int mergeWindowMs,
    int maxMergeWindowMs,
    int maxCursorAgeMs,
    int maxSkipsPerMinute,
    int stalledWriteMs,
    int segmentMs,
    int partMs,
    int replayWindowMs,
    int replayWindowBytes,
    int playerBufferMs,
    int playerMaxBufferMs) {

  private static final int MIB = 1 << 20;

  /// Television relay, concerts: few streams, very many viewers; cheapest per viewer.
  public static final Profile BROADCAST =
      new Profile(
          "broadcast",
          3000,
          6_000,
          16 * MIB,
          2_000,
          350,
          1_000,
          8_000,
          6,
          15_000,
          4_000,
          1_000,
          12_000,
          64 * MIB,
          3_000,
          8_000);

  /// Game streaming: many streams, under 5 s.
  public static final Profile GAMING =
      new Profile(
          "gaming", 1000, 4_000, 16 * MIB, 1_200, 100, 500, 5_000, 6, 10_000, 2_000, 500, 6_000,
          48 * MIB, 1_500, 4_000);

  /// Shopping: many streams, pushed from abroad over bad links; under 5 s.
  public static final Profile SHOPPING =
      new Profile(
          "shopping",
          1000,
          4_000,
          8 * MIB,
          1_200,
          100,
          500,
          5_000,
          6,
          10_000,
          2_000,
          500,
          6_000,
          32 * MIB,
          1_500,
          4_000);

  /// Phone hosts: very many streams, 2 s or less.
  public static final Profile SHOWROOM =
      new Profile(
          "showroom",
          0,
          2_000,
          8 * MIB,
          800,
          0,
          350,
          3_000,
          8,
          8_000,
          1_000,
          200,
          6_000,
          32 * MIB,
          700,
          2_000);

  /// Teaching, auctions, care: two way, under 0.5 s.
  public static final Profile INTERACTIVE =
      new Profile(
          "interactive",
          0,
          1_000,
          4 * MIB,
          400,
          0,
          100,
          1_500,
          12,
          5_000,
          1_000,
          200,
          6_000,
          16 * MIB,
          250,
          800);

  /// The profiles that every node knows.
  public static final Map<String, Profile> BUILT_IN =
      byName(List.of(BROADCAST, GAMING, SHOPPING, SHOWROOM, INTERACTIVE));

  private static Map<String, Profile> byName(List<Profile> profiles) {
    Map<String, Profile> byName = new LinkedHashMap<>();
    for (Profile profile : profiles) {
      byName.put(profile.name(), profile);
    }
    return Collections.unmodifiableMap(byName);
  }

  public Profile {
    check("startBack", startBackMs, 0);
    check("gopCache", gopCacheMs, 0);
    check("gopCacheBytes", gopCacheBytes, 1);
    check("gopCacheFrames", gopCacheFrames, 1);
    check("mergeWindow", mergeWindowMs, 0);
    check("maxMergeWindow", maxMergeWindowMs, 1);
    check("maxCursorAge", maxCursorAgeMs, 100);
    check("maxSkipsPerMinute", maxSkipsPerMinute, 0);
    check("stalledWrite", stalledWriteMs, 100);
    check("segment", segmentMs, 500);
    check("part", partMs, 50);
    check("replayWindow", replayWindowMs, 500);
    check("replayWindowBytes", replayWindowBytes, 64 * 1024);
    check("playerBuffer", playerBufferMs, 0);
    check("playerMaxBuffer", playerMaxBufferMs, playerBufferMs);
  }

  /// The longest time between two sends to one viewer, however loaded the node is.
  public int widestWindowMs() {
    return Math.max(mergeWindowMs, maxMergeWindowMs);
  }

  /// How far back a stream can be replayed, in ms of media: three segments at least.
  public int replayMs() {
    return Math.max(replayWindowMs, 3 * segmentMs);
  }

  private static void check(String key, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: >= " + least + ")");
    }
  }
}
