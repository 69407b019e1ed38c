package dev.freshet.web.player;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PlayerPageTest {
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  private final PlayerPage page = PlayerPage.load();

  @Test
  void documentNamesOnlyAssetsThatExist() {
    List<String> references =
        REFERENCE
            .matcher(new String(page.index().bytes(), UTF_8))
            .results()
            .map(m -> m.group(1))
            .toList();
    assertThat(references).hasSize(page.builtWithNode() ? 3 : 0);
    assertThat(references)
        .allSatisfy(reference -> {
          assertThat(reference).startsWith(PlayerPage.ASSET_PATH);
          String name = reference.substring(PlayerPage.ASSET_PATH.length());
          assertThat(page.asset(name)).isNotNull();
        });
  }

  @Test
  void hasNothingThatItDidNotList() {
    for (String name :
        List.of(
            "", "index.html", "assets.list", "../player/index.html", "/etc/passwd", "nope.js")) {
      assertThat(page.asset(name)).isNull();
    }
  }

  @Test
  void tellsTypeAndLifetimeOfEachAsset() {
    assumeTrue(page.builtWithNode(), "built without Node.js");
    assertThat(page.index().contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.index().cacheControl()).isEqualTo("no-cache");
    for (String name : page.assetNames()) {
      PageAsset asset = Objects.requireNonNull(page.asset(name));
      assertThat(asset.contentType()).isNotEqualTo("application/octet-stream");
      assertThat(asset.cacheControl().contains("immutable"))
          .isEqualTo(!name.equals("licenses.txt"));
    }
  }

  @Test
  void compressedBytesAreTheSame() throws IOException {
    PageAsset index = page.index();
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(index.gzipBytes()))) {
      assertThat(gzip.readAllBytes()).isEqualTo(index.bytes());
    }
  }

  @Test
  void matchesItsOwnEntityTagInAnyForm() {
    PageAsset index = page.index();
    String strong = index.etag().substring("W/".length());
    assertThat(index.isMatchedBy(index.etag())).isTrue();
    assertThat(index.isMatchedBy("\"other\", " + strong)).isTrue();
    assertThat(index.isMatchedBy("*")).isTrue();
    assertThat(index.isMatchedBy("\"other\"")).isFalse();
    assertThat(PlayerPage.load().index().etag()).isEqualTo(index.etag());
  }

  @Test
  void withoutNodeTheDocumentSaysSo() {
    PlayerPage fallback = PlayerPage.withoutNode();
    assertThat(fallback.builtWithNode()).isFalse();
    assertThat(fallback.assetNames()).isEmpty();
    assertThat(new String(fallback.index().bytes(), UTF_8))
        .contains("This page was built without Node.js");
  }
}
