package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.StreamKey;
import dev.freshet.node.http.Wire;
import dev.freshet.node.metrics.SegmentCounters.Refused;
import dev.freshet.node.playback.segments.SessionToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What cannot be is answered at once, and nothing of it stays.
class BadRequestsTest {
  private static final String CLIENT = "192.0.2.1:5000";
  private static final long LATER_S = 10_000_000_000L / 3; // in 2075

  private final OnAir onAir = new OnAir();
  private final HlsNode node = new HlsNode(onAir);
  private final SessionToken.Signer signer = new SessionToken.Signer(HlsNode.SECRET);
  private final String playlist;
  private final String session;
  private final long open;
  private final int nextPart;

  BadRequestsTest() {
    onAir.publish();
    node.passMs(400);
    node.connect().send("GET", HlsNode.FIRST);
    node.passMs(3_240);
    playlist = node.join("ll");
    session = playlist.substring(0, playlist.lastIndexOf('/') + 1);
    String hint =
        node.get(playlist).text().lines().filter(l -> l.contains("HINT")).findFirst().orElse("");
    String[] numbers = hint.replaceAll(".*t0-(\\d+)\\.(\\d+)\\.m4s.*", "$1 $2").split(" ");
    open = Long.parseLong(numbers[0]);
    nextPart = Integer.parseInt(numbers[1]);
    node.get(session + "t0-" + (open - 1) + ".m4s"); // what a viewer costs is there
  }

  @AfterEach
  void goOffAir() {
    node.close();
    assertThat(onAir.allocator.metric().usedDirectMemory()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
POST   | /live/test.m3u8                        |                        | 405 | METHOD
GET    | /live/test.m3u8?format=mkv             |                        | 400 | FORMAT
DELETE | {session}t0.ll.m3u8                    |                        | 405 | METHOD
PUT    | {session}t0-{last}.m4s                 |                        | 405 | METHOD
GET    | {session}t0.ll.m3u8?_HLS_msn=x         |                        | 400 | DIRECTIVE
GET    | {session}t0.ll.m3u8?_HLS_msn=-1        |                        | 400 | DIRECTIVE
GET    | {session}t0.ll.m3u8?_HLS_part=1        |                        | 400 | DIRECTIVE
GET    | {session}t0.ll.m3u8?_HLS_msn={far}     |                        | 400 | DIRECTIVE
GET    | {session}t0.ll.m3u8?_HLS_msn=9223372036854775807 |              | 400 | DIRECTIVE
GET    | {session}t0.ll.m3u8?_HLS_msn=99999999999999999999 |             | 400 | DIRECTIVE
GET    | {session}t0.ll.m3u8?_HLS_msn={open}&_HLS_part=99 |              | 400 | DIRECTIVE
GET    | {session}t0.ll.m3u8?_HLS_msn={open}&_HLS_msn={open} |           | 400 | DIRECTIVE
GET    | {session}t0-{last}.m4s                 | bytes=99999999-        | 416 | RANGE
GET    | {session}t0-{last}.m4s                 | bytes=-0               | 416 | RANGE
GET    | {session}t0-{far}.m4s                  |                        | 404 | GONE
GET    | {session}t0-1.m4s                      |                        | 404 | GONE
GET    | {session}t0-{open}.99.m4s              |                        | 404 | GONE
GET    | {session}t0-{far}.0.m4s                |                        | 404 | GONE
GET    | {session}t9-{last}.m4s                 |                        | 404 | GONE
GET    | {session}t9-{last}.0.m4s               |                        | 404 | GONE
GET    | {session}t0-0123456789abcdef.mp4       |                        | 404 | GONE
GET    | {session}t9.ll.m3u8                    |                        | 404 | GONE
GET    | {session}t9.ll.m3u8?_HLS_msn={open}    |                        | 404 | GONE
GET    | {session}ts.m3u8                       |                        | 404 | NAME
GET    | {session}t0.m3u8                       |                        | 404 | NAME
GET    | {session}{last}.ts                     |                        | 404 | NAME
GET    | {session}t0.xx.m3u8                    |                        | 404 | NAME
GET    | {session}live.mpd                      |                        | 404 | NAME
GET    | {session}live.ll.mpd                   |                        | 404 | NAME
GET    | {session}nothing                       |                        | 404 | NAME
GET    | {session}                              |                        | 404 | NAME
GET    | {session}a/b                           |                        | 403 | SESSION
GET    | /live/test/s/t0.ll.m3u8                |                        | 403 | SESSION
GET    | /live/test/s/t0.ll.m3u8?session=       |                        | 403 | SESSION
GET    | /live/test/s//t0.ll.m3u8               |                        | 403 | SESSION
GET    | {forged}t0.ll.m3u8                     |                        | 403 | SESSION
GET    | {expired}t0.ll.m3u8                    |                        | 403 | SESSION
GET    | {other}t0.ll.m3u8                      |                        | 403 | SESSION
""")
  void isRefusedAtOnceAndCostsNothing(
      String method, String uri, String range, int status, Refused reason) {
    State before = State.of(this);
    String[] headers = range == null ? new String[0] : new String[] {"Range: " + range};
    Wire.Reply reply = node.ask(method, filled(uri), headers);
    assertThat(reply.status()).isEqualTo(status);
    if (status != 416) {
      assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    }
    assertThat(reply.header("cache-control")).isEqualTo("no-cache");
    assertThat(State.of(this)).isEqualTo(before);
    for (Refused each : Refused.values()) {
      assertThat(onAir.counters.refused(each).sum())
          .as(each.label())
          .isEqualTo(each == reason ? 1 : 0);
    }
  }

  /// An address that is announced for a track that is not there is waited for, like those of the
  /// others, but a part of it is never made.
  @Test
  void anAnnouncedPartOfNoTrackIsNeverThere() {
    Wire wire = node.connect().send("GET", session + "t9-" + open + "." + nextPart + ".m4s");
    node.passMs(400);
    Wire.Reply reply = wire.reply();
    assertThat(reply == null ? 0 : reply.status()).isEqualTo(404);
  }

  /// What a node holds for viewers.
  private record State(
      int sessions, int viewers, int blocked, int packagers, int listed, long segmentBytes) {
    static State of(BadRequestsTest test) {
      return new State(
          test.node.sessions.count(),
          test.onAir.stream().viewers(),
          test.onAir.counters.blocked.get(),
          test.onAir.counters.packagers.get(),
          test.onAir.counters.listedSegments.get(),
          test.onAir.registry.memory().segmentBytes());
    }
  }

  private String filled(String uri) {
    char[] token = session.split("/")[4].toCharArray();
    token[20] = token[20] == 'A' ? 'B' : 'A';
    StreamKey other = StreamKey.of("default/live/other");
    return uri.replace("{session}", session)
        .replace("{last}", Long.toString(open - 1))
        .replace("{open}", Long.toString(open))
        .replace("{far}", Long.toString(open + 5))
        .replace("{forged}", "/live/test/s/" + new String(token) + "/")
        .replace("{expired}", signed(HlsNode.KEY, 1_000))
        .replace("{other}", signed(other, LATER_S));
  }

  private String signed(StreamKey key, long expiresUnixS) {
    SessionToken token = new SessionToken(5, SessionToken.Format.HLS_LL, false, expiresUnixS);
    return "/live/test/s/" + signer.sign(token, key, CLIENT) + "/";
  }
}
