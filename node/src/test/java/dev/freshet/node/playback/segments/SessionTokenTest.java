package dev.freshet.node.playback.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.StreamKey;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTokenTest {
  private static final StreamKey STREAM = StreamKey.of("default/live/show");
  private static final StreamKey OTHER = StreamKey.of("default/live/shop");
  private static final String CLIENT = "192.0.2.1:5000";
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final Random random = new Random(7);
  private final SessionToken.Signer signer = new SessionToken.Signer("the secret of a cluster");

  @Test
  void whatWasSignedIsRead() {
    for (int i = 0; i < 500; i++) {
      SessionToken token = any(random.nextBoolean());
      String text = signer.sign(token, STREAM, CLIENT);
      assertThat(text).matches("[A-Za-z0-9_-]{40}");
      assertThat(signer.check(text, STREAM, CLIENT)).isEqualTo(token);
      assertThat(signer.check(text, OTHER, CLIENT)).isNull();
    }
  }

  @Test
  void everyNodeWithTheSecretReadsItAndNoOther() {
    SessionToken token = any(false);
    String text = signer.sign(token, STREAM, CLIENT);
    SessionToken.Signer restarted = new SessionToken.Signer("the secret of a cluster");
    assertThat(restarted.check(text, STREAM, CLIENT)).isEqualTo(token);
    assertThat(new SessionToken.Signer("another secret").check(text, STREAM, CLIENT)).isNull();
  }

  @Test
  void oneLetterChangedIsNoToken() {
    String text = signer.sign(any(false), STREAM, CLIENT);
    for (int i = 0; i < text.length(); i++) {
      for (int k = 0; k < LETTERS.length(); k++) {
        String changed = text.substring(0, i) + LETTERS.charAt(k) + text.substring(i + 1);
        boolean same = changed.equals(text);
        assertThat(signer.check(changed, STREAM, CLIENT) != null).as(changed).isEqualTo(same);
      }
    }
  }

  @Test
  void whateverElseIsNoToken() {
    String text = signer.sign(any(false), STREAM, CLIENT);
    for (String other : new String[] {"", "=", text + "A", text.substring(1), "A".repeat(40)}) {
      assertThat(signer.check(other, STREAM, CLIENT)).as(other).isNull();
    }
    assertThat(signer.check(text.substring(0, 39) + "=", STREAM, CLIENT)).isNull();
    assertThat(signer.check(text.substring(0, 38) + "==", STREAM, CLIENT)).isNull();
    for (int i = 0; i < 2_000; i++) {
      String noise = noise();
      assertThat(signer.check(noise, STREAM, CLIENT)).as(noise).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:5000, 192.0.2.1:6000, true",
    "192.0.2.1:5000, 192.0.2.2:5000, false",
    "[2001:db8:1:2::1]:5000, [2001:db8:1:2:ffff::9]:80, true",
    "[2001:db8:1:2::1]:5000, [2001:db8:1:3::1]:5000, false",
    "192.0.2.1:5000, gone, false",
    "gone, gone, true"
  })
  void whatIsBoundIsGoodForOneNetwork(String client, String later, boolean good) {
    String text = signer.sign(any(true), STREAM, client);
    assertThat(signer.check(text, STREAM, later) != null).isEqualTo(good);
    assertThat(signer.check(signer.sign(any(false), STREAM, client), STREAM, later)).isNotNull();
  }

  @Test
  void endsWhenItSays() {
    SessionToken token = new SessionToken(1, SessionToken.Format.HLS_TS, false, 1_000);
    assertThat(token.isExpired(999)).isFalse();
    assertThat(token.isExpired(1_000)).isTrue();
  }

  private SessionToken any(boolean bound) {
    SessionToken.Format[] formats = SessionToken.Format.values();
    return new SessionToken(
        random.nextLong(),
        formats[random.nextInt(formats.length)],
        bound,
        random.nextLong(1L << 32));
  }

  private String noise() {
    StringBuilder noise = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      noise.append((char) random.nextInt(random.nextBoolean() ? 128 : 0x3000));
    }
    return noise.toString();
  }
}
