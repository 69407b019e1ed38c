package dev.freshet.contract.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTableTest {
  private final ServiceTable table =
      new ServiceTable(
          List.of(
              withDomains("shop", List.of("push.shop.example"), List.of("*.shop.example")),
              withDomains("game", List.of(), List.of("live.shop.example", "[2001:db8::1]"))),
          List.of());

  @ParameterizedTest
  @CsvSource({
    "push.shop.example, shop",
    "PUSH.shop.example.:1935, shop",
    "other.shop.example, default",
    "127.0.0.1:1935, default",
    "'', default"
  })
  void findsTheServiceOfAPush(String host, String service) {
    assertThat(table.forPush(host).id()).isEqualTo(service);
  }

  @ParameterizedTest
  @CsvSource({
    "cdn.shop.example:8080, shop",
    "live.shop.example, game",
    "a.b.shop.example, default",
    "shop.example, default",
    "[2001:db8::1]:8080, game",
    "[2001:db8::1], game",
    "[2001:db8::2]:8080, default"
  })
  void findsTheServiceOfAPlay(String host, String service) {
    assertThat(table.forPlay(host).id()).isEqualTo(service);
  }

  private static ServiceConfig withDomains(String id, List<String> push, List<String> play) {
    ServiceConfig base = ServiceConfig.defaults(id);
    return new ServiceConfig(
        id,
        push,
        play,
        base.profile(),
        base.takeover(),
        base.graceMs(),
        base.lingerMs(),
        base.waitForPublisherMs(),
        base.maxTracks(),
        base.maxViewersPerStream(),
        base.maxStreams(),
        base.segments());
  }
}
