package dev.freshet.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.app.config.ConfigLoader;
import dev.freshet.app.config.ConfigResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachabilityTest {
  @ParameterizedTest
  @CsvSource({
    ":1935, true",
    "0.0.0.0:1935, true",
    "192.0.2.1:1935, true",
    "'[::]:1935', true",
    "127.0.0.1:1935, false",
    "'[::1]:1935', false",
    "localhost:1935, false",
    "off, false"
  })
  void warnsOfAnOpenServiceThatOthersReach(String rtmp, boolean warns) {
    ConfigResult result = new ConfigLoader(null, Map.of(), List.of("listen.rtmp=" + rtmp)).load();
    List<String> warnings = Reachability.warnings(((ConfigResult.Loaded) result).config());
    assertThat(warnings).hasSize(warns ? 1 : 0);
  }
}
