package dev.freshet.contract.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A range of addresses, `10.0.0.0/8` or `2001:db8::/32`; a single address is a range of one. A
/// value.
public final class CidrBlock {
  /// What a wrong one is told.
  public static final String EXPECTED = "an address or a range such as 10.0.0.0/8 or 2001:db8::/32";

  private final byte[] network;
  private final int prefixBits;

  private CidrBlock(byte[] network, int prefixBits) {
    this.network = network;
    this.prefixBits = prefixBits;
  }

  /// Reads a range. Bits after the prefix do not count.
  ///
  /// @return null if `text` is none; names are never looked up
  public static @Nullable CidrBlock parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = literal(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int bits = slash < 0 ? address.length * 8 : prefix(text.substring(slash + 1));
    return bits < 0 || bits > address.length * 8 ? null : new CidrBlock(address, bits);
  }

  /// Whether `address` lies in this range. An IPv4 address never lies in an IPv6 range.
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != network.length) {
      return false;
    }
    int whole = prefixBits / 8;
    int rest = prefixBits % 8;
    return Arrays.equals(bytes, 0, whole, network, 0, whole)
        && (rest == 0 || (bytes[whole] ^ network[whole]) >> (8 - rest) == 0);
  }

  private static byte @Nullable [] literal(String text) {
    boolean address =
        !text.isEmpty()
            && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
    boolean shaped = text.indexOf(':') >= 0 || text.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    if (!address || !shaped) {
      return null; // anything else would be looked up as a name
    }
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException notAnAddress) {
      return null;
    }
  }

  private static int prefix(String text) {
    return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CidrBlock block
        && prefixBits == block.prefixBits
        && Arrays.equals(network, block.network);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(network) + prefixBits;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(network).getHostAddress() + "/" + prefixBits;
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible); // 4 or 16 bytes by construction
    }
  }
}
