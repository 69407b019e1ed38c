package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressQueryTest {
  private static final String PLAYLIST =
      """
      #EXTM3U
      #EXT-X-MAP:URI="t0-0123456789abcdef.mp4"
      #EXTINF:1.0,
      t0-1.m4s
      #EXT-X-PART:DURATION=0.2,URI="t0-2.0.m4s",INDEPENDENT=YES
      """;

  @Test
  void standsBehindEveryAddressAndNowhereElse() {
    assertThat(AddressQuery.into(PLAYLIST, "?session=x"))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-MAP:URI="t0-0123456789abcdef.mp4?session=x"
            #EXTINF:1.0,
            t0-1.m4s?session=x
            #EXT-X-PART:DURATION=0.2,URI="t0-2.0.m4s?session=x",INDEPENDENT=YES
            """);
  }

  @Test
  void nothingChangesNothing() {
    assertThat(AddressQuery.into(PLAYLIST, "")).isSameAs(PLAYLIST);
  }
}
