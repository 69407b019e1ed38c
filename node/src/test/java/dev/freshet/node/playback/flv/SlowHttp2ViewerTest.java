package dev.freshet.node.playback.flv;

import static dev.freshet.node.http.RawHttp2.DATA;
import static dev.freshet.node.http.RawHttp2.SETTINGS;
import static dev.freshet.node.http.RawHttp2.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.contract.service.Profile;
import dev.freshet.hub.RegistryLimits;
import dev.freshet.hub.Viewer;
import dev.freshet.node.http.RawHttp2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A viewer on HTTP/2 that opens its window too slowly for the stream.
class SlowHttp2ViewerTest {
  private static final int SMALL_WINDOW_BYTES = 500;
  private static final int FILE_HEADER_BYTES = 13;
  private static final int TAG_HEADER_BYTES = 11;
  private static final int TAG_TRAILER_BYTES = 4;
  private static final int MANY_FRAMES = 150; // more than two GOPs: one at least is skipped whole
  private static final int MAX_CURSOR_AGE_MS = 300;
  private static final int FRAME_MS = 40;
  private static final int ENOUGH_PICTURES = 250;
  private static final int VIDEO = 9;
  private static final int KEYFRAME = 0x17;
  private static final byte[] SMALL_WINDOW = {0, 4, 0, 0, 1, (byte) 0xf4}; // RFC 9113 section 6.5.2

  /// A video tag: its time, and its first byte.
  private record Picture(int timeMs, int kind) {}

  private final CardPort card;

  SlowHttp2ViewerTest(@TempDir Path folder) throws IOException {
    card = new CardPort(folder, impatient());
  }

  @AfterEach
  void goOffAir() {
    card.close();
  }

  @Test
  void skipsWholeGopsAndHoldsNoMoreThanOneSend() throws IOException {
    try (RawHttp2 peer = RawHttp2.connect(card.port())) {
      peer.send(SETTINGS, 0, 0, SMALL_WINDOW);
      peer.get(1, CardPort.PATH, 0);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      while (body.size() < SMALL_WINDOW_BYTES) {
        body.writeBytes(peer.await(DATA).payload());
      }
      Viewer viewer = Objects.requireNonNull(card.sessions().all().getFirst().viewer());
      await().atMost(Duration.ofSeconds(20)).until(() -> viewer.pendingFrames() > MANY_FRAMES);
      assertThat(viewer.writtenBytes()).isLessThan(2L * RegistryLimits.DEFAULTS.sendBytes());

      peer.sendInt(WINDOW_UPDATE, 0, 1 << 24);
      peer.sendInt(WINDOW_UPDATE, 1, 1 << 24);
      while (gapAt(pictures(body)) < 0 && pictures(body).size() < ENOUGH_PICTURES) {
        body.writeBytes(peer.await(DATA).payload());
      }
      List<Picture> pictures = pictures(body);
      assertThat(gapAt(pictures)).isPositive();
      assertThat(pictures.get(gapAt(pictures)).kind()).isEqualTo(KEYFRAME);
      assertThat(card.counters().skips.sum()).isPositive();
    }
  }

  /// The first picture before which some are missing; negative if there is none.
  private static int gapAt(List<Picture> pictures) {
    for (int i = 1; i < pictures.size(); i++) {
      if (pictures.get(i).timeMs() - pictures.get(i - 1).timeMs() > 2 * FRAME_MS) {
        return i;
      }
    }
    return -1;
  }

  /// The pictures of what has come so far of an FLV body.
  private static List<Picture> pictures(ByteArrayOutputStream body) {
    ByteBuffer bytes = ByteBuffer.wrap(body.toByteArray());
    List<Picture> pictures = new ArrayList<>();
    int at = FILE_HEADER_BYTES;
    while (bytes.limit() - at > TAG_HEADER_BYTES + 2) {
      int type = bytes.get(at);
      int dataBytes = bytes.getInt(at) & 0xff_ffff;
      int timeMs = bytes.getInt(at + 3) & 0xff_ffff | bytes.get(at + 7) << 24;
      boolean picture = type == VIDEO && bytes.get(at + TAG_HEADER_BYTES + 1) == 1; // not headers
      if (picture) {
        pictures.add(new Picture(timeMs, bytes.get(at + TAG_HEADER_BYTES)));
      }
      at += TAG_HEADER_BYTES + dataBytes + TAG_TRAILER_BYTES;
    }
    return pictures;
  }

  private static Profile impatient() {
    Profile p = Profile.SHOWROOM;
    return new Profile(
        p.name(),
        p.startBackMs(),
        p.gopCacheMs(),
        p.gopCacheBytes(),
        p.gopCacheFrames(),
        p.mergeWindowMs(),
        p.maxMergeWindowMs(),
        MAX_CURSOR_AGE_MS,
        p.maxSkipsPerMinute(),
        p.stalledWriteMs(),
        p.segmentMs(),
        p.partMs(),
        p.replayWindowMs(),
        p.replayWindowBytes(),
        p.playerBufferMs(),
        p.playerMaxBufferMs());
  }
}
