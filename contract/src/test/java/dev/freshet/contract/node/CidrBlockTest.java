package dev.freshet.contract.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrBlockTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "192.168.1.77, 192.168.1.77, true",
    "192.168.1.77, 192.168.1.76, false",
    "172.16.0.0/12, 172.31.255.255, true",
    "172.16.0.0/12, 172.32.0.0, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true",
    "255.0.0.0/1, 128.0.0.1, true"
  })
  void containsTheAddressesOfItsPrefix(String block, String address, boolean inside)
      throws Exception {
    CidrBlock cidr = Objects.requireNonNull(CidrBlock.parse(block));
    assertThat(cidr.contains(InetAddress.getByName(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0/8",
        "::/129",
        "10.0.0.0/",
        "dead.beef",
        "cafe"
      })
  void refusesWhatIsNoRangeWithoutLookingUpNames(String text) {
    assertThat(CidrBlock.parse(text)).isNull();
  }
}
