package dev.freshet.bench.gop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// What each GOP length costs in bits, at equal quality. Owned by the command.
final class BitrateMeasurement {
  /// How the pictures are encoded, but for GOP length and rate factor. Two threads, so that the
  /// result is the same on every machine.
  static final String X264 = "-preset veryfast -bf 2 -threads 2 -sc_threshold 0";

  /// The quality that all others are brought to.
  static final int REFERENCE_GOP_MS = 2_000;

  static final double REFERENCE_CRF = 23;

  private final Path folder;
  private final int seconds;
  private final Consumer<String> log;

  /// @param folder where clips go
  /// @param seconds length of the clips; a multiple of the longest GOP
  BitrateMeasurement(Path folder, int seconds, Consumer<String> log) {
    this.folder = folder;
    this.seconds = seconds;
    this.log = log;
  }

  /// One encoding of `clip` for each GOP length, all equally good.
  List<Encoding> measure(Clip clip, List<Integer> gopsMs) throws IOException, InterruptedException {
    Path original = draw(clip);
    Encoding reference = encode(clip, original, REFERENCE_GOP_MS, REFERENCE_CRF);
    List<Encoding> encodings = new ArrayList<>();
    for (int gopMs : gopsMs) {
      Encoding equal =
          gopMs == REFERENCE_GOP_MS
              ? reference
              : EqualQuality.find(
                  crf -> encode(clip, original, gopMs, crf), REFERENCE_CRF, reference.ssimDb());
      encodings.add(equal);
    }
    return encodings;
  }

  private Path draw(Clip clip) throws IOException, InterruptedException {
    Path original = folder.resolve(clip.label() + ".mkv");
    log.accept(clip.label() + ": drawing " + seconds + " s");
    Ffmpeg.run(
        new Arguments()
            .add("-f lavfi -i")
            .word(clip.filters())
            .add("-t " + seconds)
            .add("-pix_fmt yuv420p -c:v libx264 -qp 0 -preset ultrafast")
            .word(original));
    return original;
  }

  private Encoding encode(Clip clip, Path original, int gopMs, double crf)
      throws IOException, InterruptedException {
    Path file = folder.resolve(clip.label() + "-" + gopMs + "-" + crf + ".flv");
    int frames = gopMs * Clip.FPS / 1_000;
    Ffmpeg.run(
        new Arguments()
            .add("-i")
            .word(original)
            .add("-f lavfi -i")
            .word("sine=frequency=440:sample_rate=48000:duration=" + seconds)
            .add("-c:v libx264 " + X264 + " -g " + frames + " -keyint_min " + frames)
            .add("-crf " + crf + " -c:a aac -b:a 64k -f flv")
            .word(file));
    EncodedFile counted = EncodedFile.read(file);
    expect(counted.pictures() == (long) seconds * Clip.FPS, "pictures", counted.pictures());
    expect(counted.keyframes() == seconds * 1_000L / gopMs, "keyframes", counted.keyframes());
    Ffmpeg.Likeness likeness = Ffmpeg.compare(file, original);
    Encoding encoding =
        new Encoding(
            gopMs,
            crf,
            counted.kbitPerSecond(),
            likeness.ssimDb(),
            likeness.psnrDb(),
            counted.meanKeyframeBytes() / 1_000,
            file);
    log.accept(
        String.format(
            Locale.ROOT,
            "%s: GOP %d ms, crf %.2f: %.1f kbit/s, SSIM %.3f dB, PSNR %.2f dB",
            clip.label(),
            gopMs,
            crf,
            encoding.kbitPerSecond(),
            encoding.ssimDb(),
            encoding.psnrDb()));
    return encoding;
  }

  private static void expect(boolean holds, String what, long found) throws IOException {
    if (!holds) {
      throw new IOException("encoded file: " + found + " " + what);
    }
  }
}
