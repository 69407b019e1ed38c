package dev.freshet.bench.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.media.ProtocolException;
import org.junit.jupiter.api.Test;

class PlaylistNewsTest {
  private static final String TAIL =
      """
      #EXTINF:1.0,
      a-11.m4s
      #EXT-X-PART:DURATION=0.5,URI="a-12.0.m4s",INDEPENDENT=YES
      #EXT-X-PART:DURATION=0.5,URI="a-12.1.m4s"
      #EXTINF:1.0,
      a-12.m4s
      #EXT-X-PART:DURATION=0.5,URI="a-13.0.m4s"
      #EXT-X-PRELOAD-HINT:TYPE=PART,URI="a-13.1.m4s"
      """;

  @Test
  void tellsOfThePartThatIsToCome() {
    String text = "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:11\n" + TAIL;
    assertThat(PlaylistNews.of(text))
        .isEqualTo(
            new PlaylistNews(
                new PartPlace(13, 1), new PartPlace(13, 0), "a-13.0.m4s", false, false));
  }

  @Test
  void countsWhatADeltaUpdateLeavesOut() {
    String text =
        "#EXTM3U\n#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=6.0\n#EXT-X-MEDIA-SEQUENCE:4\n"
            + "#EXT-X-SKIP:SKIPPED-SEGMENTS=7\n"
            + TAIL;
    PlaylistNews news = PlaylistNews.of(text);
    assertThat(news.next()).isEqualTo(new PartPlace(13, 1));
    assertThat(news.skips()).isTrue();
  }

  @Test
  void withoutPartsTheLastSegmentIsTheNews() {
    String text = "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2.0,\n7.ts\n#EXTINF:2.0,\n8.ts\n";
    assertThat(PlaylistNews.of(text))
        .isEqualTo(
            new PlaylistNews(new PartPlace(9, 0), new PartPlace(8, 0), "8.ts", false, false));
  }

  @Test
  void whatIsNoPlaylistIsRefused() {
    assertThatThrownBy(() -> PlaylistNews.of("<html>")).isInstanceOf(ProtocolException.class);
  }

  @Test
  void findsTheRenditions() {
    String text =
        """
        #EXTM3U
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="main",URI="s/t1.m3u8"
        #EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="audio"
        s/t0.m3u8
        """;
    assertThat(Renditions.of(text)).isEqualTo(new Renditions("s/t0.m3u8", "s/t1.m3u8"));
  }
}
