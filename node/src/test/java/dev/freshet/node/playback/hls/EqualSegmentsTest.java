package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.media.Stamp;
import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.protocol.hls.MediaPlaylist;
import dev.freshet.protocol.hls.MediaPlaylistWriter;
import dev.freshet.protocol.hls.Segment;
import dev.freshet.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whoever holds a segment holds the same bytes, and says the same of it, whenever they came: in
/// the middle of a GOP or a part, before and behind a resume, another codec, another epoch.
class EqualSegmentsTest {
  private static final int BROADCASTS = 5;
  private static final int JOINS = 20; // of each broadcast: 100 in all
  private static final int SHARED = 1_000 / BROADCASTS; // segments of each format, at least
  private static final int TRACKS = 2;

  /// A frame's name.
  private record Name(Epoch epoch, long sequence) {
    static Name of(Stamp stamp) {
      return new Name(stamp.epoch(), stamp.sequence());
    }
  }

  /// One that begins with the frame at `from`.
  private static final class Late {
    final Packager packager;
    final int from;
    long comparedTo;

    Late(Packager packager, int from) {
      this.packager = packager;
      this.from = from;
    }
  }

  @Test
  void latecomersHoldTheSameSegmentsAndSayTheSameOfThem() {
    Seeds.check(
        Seeds.count(BROADCASTS),
        random -> {
          RandomAir sent = new RandomAir(random).send(4, 40);
          int shared = join(sent, random);
          assertThat(shared).as("%s", sent.events).isGreaterThan(SHARED);
        });
  }

  /// @return how many segments were compared, in each format
  private static int join(RandomAir sent, Random random) {
    SyntheticAir air = sent.air;
    Map<Name, Integer> places = new HashMap<>();
    air.frames.forEach(frame -> places.put(Name.of(frame.stamp()), places.size()));
    Packager first = air.packager(SyntheticAir.ENDLESS);
    List<Late> latecomers = new ArrayList<>();
    for (int i = 0; i < JOINS; i++) {
      latecomers.add(new Late(air.packager(SyntheticAir.ENDLESS), moment(sent, random)));
    }
    int shared = 0;
    for (int at = 0; at < air.frames.size(); ) {
      int to = air.next(at, random);
      air.feed(first, at, to);
      for (Late late : latecomers) {
        air.feed(late.packager, Math.max(at, late.from), to);
        shared += compareSegments(air, first, late, places);
        compareEntries(first, late.packager);
      }
      at = to;
    }
    latecomers.forEach(late -> late.packager.close());
    first.close();
    air.close();
    assertThat(air.allocator.metric().usedDirectMemory()).isZero();
    return shared;
  }

  /// Anywhere, or near where something happens.
  private static int moment(RandomAir sent, Random random) {
    int frames = sent.air.frames.size() * 4 / 5;
    if (sent.marks.isEmpty() || random.nextBoolean()) {
      return random.nextInt(frames);
    }
    List<Integer> marks = new ArrayList<>(sent.marks);
    int near = marks.get(random.nextInt(marks.size())) + random.nextInt(120) - 60;
    return Math.clamp(near, 0, frames);
  }

  private static int compareSegments(
      SyntheticAir air, Packager first, Late late, Map<Name, Integer> places) {
    List<PackagedSegment> expected = since(first, late.comparedTo);
    expected.removeIf(segment -> places.getOrDefault(Name.of(segment.start()), 0) < late.from);
    List<PackagedSegment> found = since(late.packager, late.comparedTo);
    assertThat(numbers(found)).isEqualTo(numbers(expected));
    for (PackagedSegment segment : found) {
      compareBytes(air, first, late.packager, segment);
      late.comparedTo = segment.number();
    }
    return found.size();
  }

  private static List<PackagedSegment> since(Packager packager, long number) {
    List<PackagedSegment> segments = new ArrayList<>(packager.window().segments());
    segments.removeIf(segment -> segment.number() <= number);
    return segments;
  }

  private static List<Long> numbers(List<PackagedSegment> segments) {
    return segments.stream().map(PackagedSegment::number).toList();
  }

  private static void compareBytes(
      SyntheticAir air, Packager first, Packager late, PackagedSegment segment) {
    long number = segment.number();
    assertThat(air.read(late, shelf -> shelf.transportStream(number)))
        .isNotNull()
        .isEqualTo(air.read(first, shelf -> shelf.transportStream(number)));
    for (int track = 0; track < TRACKS; track++) {
      int id = track;
      if (segment.init(id) == null) {
        assertThat(air.read(first, shelf -> shelf.fragments(number, id))).isNull();
        continue;
      }
      for (int i = 0; i < segment.parts().size(); i++) {
        int part = i;
        assertThat(air.read(late, shelf -> shelf.fragment(number, id, part)))
            .isNotNull()
            .isEqualTo(air.read(first, shelf -> shelf.fragment(number, id, part)));
      }
      assertThat(air.read(late, shelf -> shelf.fragments(number, id)))
          .isNotNull()
          .isEqualTo(air.read(first, shelf -> shelf.fragments(number, id)));
    }
  }

  private static void compareEntries(Packager first, Packager late) {
    if (!late.window().isPlayable()) {
      return;
    }
    long from = late.window().segments().getFirst().number();
    for (PlaylistFile file : Following.PLAYLISTS) {
      assertThat(entries(late, file, from)).isEqualTo(entries(first, file, from));
    }
  }

  /// What the playlist says from this segment on, attribute by attribute, with the numbers that it
  /// has as the first one. Where to start depends on how much is listed.
  private static String entries(Packager packager, PlaylistFile file, long from) {
    MediaPlaylist playlist = HlsPlaylists.media(packager.window(), file);
    if (playlist == null) {
      return "none";
    }
    List<Segment> before = playlist.segments().stream().filter(s -> s.number() < from).toList();
    List<Segment> behind = playlist.segments().stream().filter(s -> s.number() >= from).toList();
    long breaks = before.stream().filter(s -> s.head().discontinuity()).count();
    return MediaPlaylistWriter.full(
        new MediaPlaylist(
            playlist.terms().withStart(null),
            from,
            playlist.discontinuitySequence() + breaks,
            behind,
            playlist.open(),
            playlist.hints(),
            playlist.reports(),
            playlist.ended()));
  }
}
