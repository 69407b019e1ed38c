package dev.freshet.node.playback.dash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.node.http.Wire;
import dev.freshet.node.playback.hls.HlsNode;
import dev.freshet.node.playback.hls.OnAir;
import java.net.URI;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a viewer's manifests send it on.
class DashAddressesTest {
  private static final URI NODE = URI.create("http://node.test/");

  private final OnAir onAir = new OnAir();
  private final HlsNode node = new HlsNode(onAir);

  @BeforeEach
  void goOnAir() {
    onAir.publish();
    node.passMs(400);
    Wire first = node.connect().send("GET", "/live/test.mpd");
    node.passMs(3_000);
    assertThat(Objects.requireNonNull(first.reply()).status()).isEqualTo(200);
  }

  @AfterEach
  void goOffAir() {
    node.close();
    assertThat(onAir.allocator.metric().usedDirectMemory()).isZero();
  }

  /// ISO/IEC 23009-1 5.6.4 takes `BaseURL` from the manifest's own address; whether that is where
  /// it came from or its `Location`, players do not agree.
  @ParameterizedTest
  @CsvSource({"fmp4, live.mpd", "ll, live.ll.mpd"})
  void theBaseIsTheSameForWhoTakesItFromTheRequestAndFromTheLocation(String format, String file) {
    URI asked = NODE.resolve("/live/test.mpd?format=" + format);
    String text = get(asked);
    String base = find(text, "<BaseURL>(.*)</BaseURL>");
    URI location = asked.resolve(find(text, "<Location>(.*)</Location>"));
    assertThat(location.resolve(base)).isEqualTo(asked.resolve(base));
    assertThat(asked.resolve(base).resolve(file)).isEqualTo(location);
    String next = get(location);
    assertThat(next).doesNotContain("<BaseURL>", "<Location>");
    get(asked.resolve(base).resolve(find(text, "initialization=\"([^\"]+)\"")));
    get(location.resolve(find(next, "initialization=\"([^\"]+)\"")));
  }

  @Test
  void aSessionOfDashHasNoPlaylists() {
    String base = find(get(NODE.resolve("/live/test.mpd")), "<BaseURL>(.*)</BaseURL>");
    assertThat(node.get(base + "t0.m3u8").status()).isEqualTo(404);
    assertThat(node.get(base + "t0.ll.m3u8").status()).isEqualTo(404);
    assertThat(node.get(base + "live.mpd").status()).isEqualTo(200);
  }

  private String get(URI uri) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    Wire.Reply reply = node.get(uri.getRawPath() + query);
    assertThat(reply.status()).as(uri.toString()).isEqualTo(200);
    return reply.text();
  }

  private static String find(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }
}
