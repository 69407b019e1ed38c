package dev.freshet.testkit.hls;

/// Good playlists to break.
final class Texts {
  static final String LOW_LATENCY =
      """
      #EXTM3U
      #EXT-X-VERSION:9
      #EXT-X-TARGETDURATION:2
      #EXT-X-INDEPENDENT-SEGMENTS
      #EXT-X-START:TIME-OFFSET=-7.0
      #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.0,HOLD-BACK=6.0,PART-HOLD-BACK=1.5
      #EXT-X-PART-INF:PART-TARGET=0.5
      #EXT-X-MEDIA-SEQUENCE:10
      #EXT-X-DISCONTINUITY-SEQUENCE:1
      #EXT-X-MAP:URI="a.mp4"
      #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:00.000Z
      #EXTINF:2.0,
      10.m4s
      #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:02.000Z
      #EXTINF:2.0,
      11.m4s
      #EXT-X-DISCONTINUITY
      #EXT-X-MAP:URI="b.mp4"
      #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:30.000Z
      #EXTINF:2.2,
      12.m4s
      #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:32.000Z
      #EXT-X-PART:DURATION=0.5,URI="13.0.m4s",INDEPENDENT=YES
      #EXT-X-PART:DURATION=0.5,URI="13.1.m4s"
      #EXT-X-PART:DURATION=0.5,URI="13.2.m4s"
      #EXT-X-PART:DURATION=0.3,URI="13.3.m4s"
      #EXTINF:1.8,
      13.m4s
      #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:33.800Z
      #EXT-X-PART:DURATION=0.5,URI="14.0.m4s",INDEPENDENT=YES
      #EXT-X-PART:DURATION=0.5,URI="14.1.m4s"
      #EXT-X-PRELOAD-HINT:TYPE=PART,URI="14.2.m4s"
      #EXT-X-RENDITION-REPORT:URI="a0.m3u8",LAST-MSN=14,LAST-PART=1
      """;

  /// The same playlist half a second later: a segment left, a part came.
  static final String LATER =
      LOW_LATENCY
          .replace("MEDIA-SEQUENCE:10", "MEDIA-SEQUENCE:11")
          .replace("#EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:00.000Z\n#EXTINF:2.0,\n10.m4s\n", "")
          .replace(
              "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"14.2.m4s\"\n",
              """
              #EXT-X-PART:DURATION=0.5,URI="14.2.m4s"
              #EXT-X-PRELOAD-HINT:TYPE=PART,URI="14.3.m4s"
              """)
          .replace("LAST-PART=1", "LAST-PART=2");

  static final String MULTIVARIANT =
      """
      #EXTM3U
      #EXT-X-VERSION:4
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="main",DEFAULT=YES,AUTOSELECT=YES,URI="a0.m3u8"
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="other",AUTOSELECT=YES,URI="a1.m3u8"
      #EXT-X-STREAM-INF:BANDWIDTH=900,AVERAGE-BANDWIDTH=700,CODECS="avc1.64001f,mp4a.40.2",\
      RESOLUTION=640x360,FRAME-RATE=30.000,AUDIO="a"
      v0.m3u8
      """;

  private Texts() {}

  /// Segments of 2 s in one playlist with a skip boundary of 12 s, the first `skipped` left out.
  static String window(int first, int last, int skipped) {
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:2\n");
    text.append("#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=12.0\n#EXT-X-MEDIA-SEQUENCE:");
    text.append(first).append('\n');
    if (skipped > 0) {
      text.append("#EXT-X-SKIP:SKIPPED-SEGMENTS=").append(skipped).append('\n');
    } else {
      text.append("#EXT-X-MAP:URI=\"a.mp4\"\n");
    }
    for (int i = first + skipped; i <= last; i++) {
      text.append(i % 7 == 0 ? "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"a.mp4\"\n" : "");
      text.append("#EXTINF:2.0,\n").append(i).append(".m4s\n");
    }
    return text.toString();
  }
}
