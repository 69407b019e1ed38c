package dev.freshet.media.flv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The FLV files that `vectors/make.sh` made.
final class Vectors {
  private static final Path FOLDER = Path.of("src/test/resources/vectors");

  private Vectors() {}

  static Stream<String> names() {
    return Stream.of(
        "avc-aac",
        "hevc-opus",
        "av1-flac",
        "vp9-ac3",
        "eac3",
        "mp3",
        "alaw",
        "speex",
        "multitrack");
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name + ".flv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path dump(String name) {
    return FOLDER.resolve(name + ".dump");
  }
}
