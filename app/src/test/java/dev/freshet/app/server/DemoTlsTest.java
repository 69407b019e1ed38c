package dev.freshet.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.app.config.ConfigLoader;
import dev.freshet.app.config.ConfigResult;
import dev.freshet.app.config.FreshetConfig;
import dev.freshet.app.config.FreshetConfig.ListenPort;
import dev.freshet.contract.node.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTlsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path dataDir = Path.of("");

  @Test
  void opensHttpsBesideHttp() throws IOException {
    assertThat(demo().listen()).containsEntry(ListenPort.HTTPS, new HostPort("", 8443));
    assertThat(demo("listen.http=127.0.0.1:0").listen())
        .containsEntry(ListenPort.HTTPS, new HostPort("127.0.0.1", 0));
  }

  @Test
  void leavesAConfigurationOfTlsAsItIs() throws IOException {
    assertThat(demo("tls.certificate=mine.pem", "tls.key=mine-key.pem").listen())
        .doesNotContainKey(ListenPort.HTTPS);
    assertThat(demo("listen.https=off").listen()).doesNotContainKey(ListenPort.HTTPS);
    assertThat(demo("listen.http=off").listen()).doesNotContainKey(ListenPort.HTTPS);
  }

  @Test
  void keepsItsCertificateUntilItExpires() throws IOException {
    String first = Files.readString(DemoTls.filesIn(dataDir, NOW).certificate());
    Instant later = NOW.plus(Duration.ofDays(88));
    assertThat(DemoTls.filesIn(dataDir, later).certificate()).hasContent(first);
    Instant atTheEnd = NOW.plus(Duration.ofDays(90));
    assertThat(Files.readString(DemoTls.filesIn(dataDir, atTheEnd).certificate()))
        .isNotEqualTo(first);
  }

  @Test
  void keepsTheKeyToItself() throws IOException {
    Path key = DemoTls.filesIn(dataDir, NOW).key();
    assertThat(Files.getPosixFilePermissions(key))
        .allMatch(permission -> permission.name().startsWith("OWNER_"));
  }

  private FreshetConfig demo(String... sets) throws IOException {
    List<String> all = new ArrayList<>(List.of(sets));
    all.add("dataDir=" + dataDir);
    ConfigLoader loader = new ConfigLoader(null, Map.of(), all);
    ConfigResult result = DemoTls.addTo(loader, NOW).load();
    assertThat(result.problems()).isEmpty();
    return ((ConfigResult.Loaded) result).config();
  }
}
