package dev.freshet.node.relay.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.media.Stamp;
import dev.freshet.protocol.relay.RelayMessage.From;
import dev.freshet.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Of several ways that bring the same frames each frame is taken once, and in order.
class PlaceTest {
  private static final Epoch OLD = new Epoch(1, new NodeId("n1"));
  private static final Epoch NEW = new Epoch(2, new NodeId("n2"));
  private static final int FRAMES = 300;

  private static Stamp stamp(Epoch epoch, long sequence) {
    return new Stamp(epoch, sequence, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /// A way that begins at or before what it was asked for, and may leave frames out.
  private static final class Bringing {
    long next;

    Position reached() {
      return new Position(OLD, next - 1);
    }
  }

  @Test
  void whateverTwoWaysBringEachFrameIsTakenOnceAndInOrder() {
    Seeds.check(
        500,
        random -> {
          Place place = new Place(new From.Live());
          List<Long> taken = new ArrayList<>();
          List<Bringing> ways = List.of(new Bringing(), new Bringing());
          while (ways.stream().anyMatch(way -> way.next < FRAMES)) {
            Bringing way = ways.get(random.nextInt(2));
            Bringing other = way == ways.get(0) ? ways.get(1) : ways.get(0);
            skipOrGoBack(way, other, place, random);
            if (way.next < FRAMES) {
              bring(place, way, other, taken);
            }
          }
          assertThat(taken).isEqualTo(LongStream.range(0, FRAMES).boxed().toList());
        });
  }

  /// A way leaves frames out only while the other one is behind, so that nothing is ever lost; or
  /// it is begun anew, from an entry point at or before the place.
  private static void skipOrGoBack(Bringing way, Bringing other, Place place, Random random) {
    Position last = place.last();
    if (last == null) {
      return;
    }
    long placed = last.sequence();
    switch (random.nextInt(20)) {
      case 0 -> {
        if (other.next <= placed + 1) {
          way.next += random.nextInt(10);
        }
      }
      case 1 -> way.next = Math.max(0, placed + 1 - random.nextInt(30));
      default -> {}
    }
  }

  private static void bring(Place place, Bringing way, Bringing other, List<Long> taken) {
    Stamp stamp = stamp(OLD, way.next);
    switch (place.judge(stamp)) {
      case TAKE -> take(place, stamp, taken);
      case GAP -> {
        if (!place.isBroughtFrom(other.reached())) {
          way.next = taken.size(); // what it left out is asked for again
          return;
        }
      }
      case AGAIN, STALE -> {}
    }
    way.next++;
  }

  private static void take(Place place, Stamp stamp, List<Long> taken) {
    place.see(stamp);
    taken.add(stamp.sequence());
  }

  @Test
  void aNewerEpochIsTakenAndTheOlderOneIsOver() {
    Place place = new Place(new From.Live());
    place.see(stamp(OLD, 70));
    assertThat(place.judge(stamp(NEW, 12))).isEqualTo(Place.Verdict.TAKE);
    place.see(stamp(NEW, 12));
    assertThat(place.judge(stamp(OLD, 71))).isEqualTo(Place.Verdict.STALE);
    assertThat(place.judge(stamp(NEW, 12))).isEqualTo(Place.Verdict.AGAIN);
    assertThat(place.judge(stamp(NEW, 14))).isEqualTo(Place.Verdict.GAP);
    assertThat(place.isBroughtFrom(new Position(OLD, 5))).isFalse();
    assertThat(place.next()).isEqualTo(new From.After(NEW, 12));
  }

  @Test
  void whatIsMissingAtTheEndIsSaidUnlessTheLastParentSaidThatItWasAll() {
    Place place = new Place(new From.Live());
    place.beginParent();
    place.see(stamp(OLD, 3));
    assertThat(place.missingAtEnd(true)).isZero();
    assertThat(place.missingAtEnd(false)).isEqualTo(1);
    place.miss(7);
    assertThat(place.missingAtEnd(true)).isEqualTo(7);
    place.beginParent();
    assertThat(place.missingAtEnd(true)).isEqualTo(7);
  }
}
