package dev.freshet.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.node.CidrBlock;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 4000);
  private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.7", 5000);

  private final TrustedProxies proxies =
      new TrustedProxies(List.of(Objects.requireNonNull(CidrBlock.parse("10.0.0.0/8"))));

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 203.0.113.9:0",
    "'1.2.3.4, 203.0.113.9', 203.0.113.9:0",
    "'1.2.3.4, 203.0.113.9,10.1.1.1 , 10.2.2.2', 203.0.113.9:0",
    "203.0.113.9:4711, 203.0.113.9:4711",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1:0",
    "[2001:db8::1]:99, 2001:db8:0:0:0:0:0:1:99",
    "'10.3.3.3', 10.3.3.3:0",
    "'unknown', 10.0.0.1:4000",
    "'evil, 10.2.2.2', 10.2.2.2:0",
    "'', 10.0.0.1:4000"
  })
  void takesTheLastHopThatIsNoProxy(String forwardedFor, String client) {
    InetSocketAddress found = proxies.clientOf(PROXY, forwardedFor);
    assertThat(found.getAddress().getHostAddress() + ":" + found.getPort()).isEqualTo(client);
  }

  @Test
  void doesNotTakeAStrangersWord() {
    assertThat(proxies.clientOf(STRANGER, "203.0.113.9")).isEqualTo(STRANGER);
    assertThat(TrustedProxies.NONE.clientOf(PROXY, "203.0.113.9")).isEqualTo(PROXY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "1.2.3", "1.2.3.4:99999", "[::1", "::1]:1", "]:1", "1.2.3.4:", ""})
  void readsNothingThatIsNoAddress(String text) {
    assertThat(TrustedProxies.parse(text)).isNull();
  }

  @Test
  void anyHeaderNamesSomebody() {
    long seed = 20261122;
    Random random = new Random(seed);
    String letters = "0123456789abcf.:[], x%";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder header = new StringBuilder();
      for (int n = random.nextInt(24); n > 0; n--) {
        header.append(letters.charAt(random.nextInt(letters.length())));
      }
      InetSocketAddress client = proxies.clientOf(PROXY, header.toString());
      assertThat(client.isUnresolved()).as("seed %d: %s", seed, header).isFalse();
    }
  }
}
