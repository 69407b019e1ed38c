package dev.freshet.node.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  @TempDir private Path folder = Path.of(".");
  private final SecureRandom random = new SecureRandom();

  @Test
  void isMadeOnceAndKeptOverARestart() throws IOException {
    Path file = folder.resolve("data/session-secret");
    String secret = SecretFile.in(file, random);
    assertThat(secret).hasSizeGreaterThan(40);
    assertThat(SecretFile.in(file, random)).isEqualTo(secret);
    assertThat(SecretFile.in(folder.resolve("other"), random)).isNotEqualTo(secret);
  }

  @Test
  void isReadByItsOwnerAlone() throws IOException {
    Path file = folder.resolve("session-secret");
    SecretFile.in(file, random);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void saysWhichFileIsTooShort() throws IOException {
    Path file = Files.writeString(folder.resolve("session-secret"), "short\n");
    assertThatThrownBy(() -> SecretFile.in(file, random))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("session-secret: the secret is too short");
  }
}
