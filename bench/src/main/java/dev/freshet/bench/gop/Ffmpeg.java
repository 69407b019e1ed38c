package dev.freshet.bench.gop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ffmpeg of this machine, found on the path. Stateless.
final class Ffmpeg {
  private static final Pattern SSIM = Pattern.compile("SSIM .*All:[0-9.]+ \\(([0-9.]+)\\)");
  private static final Pattern PSNR = Pattern.compile("PSNR .*average:([0-9.]+)");

  /// How alike two clips are, in dB.
  record Likeness(double ssimDb, double psnrDb) {
    static Likeness parse(String said) throws IOException {
      return new Likeness(number(SSIM, said), number(PSNR, said));
    }

    private static double number(Pattern pattern, String said) throws IOException {
      Matcher matcher = pattern.matcher(said);
      if (!matcher.find()) {
        throw new IOException("ffmpeg told no likeness: " + lastOf(said));
      }
      return Double.parseDouble(matcher.group(1));
    }
  }

  private Ffmpeg() {}

  /// The whole command line.
  static List<String> command(Arguments arguments) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-nostdin", "-y"));
    command.addAll(arguments.words());
    return command;
  }

  /// Runs it to its end.
  ///
  /// @return what it said
  static String run(Arguments arguments) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("ffmpeg failed: " + lastOf(said));
      }
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  /// Why it cannot be used, or an empty text.
  static String problem() throws InterruptedException {
    try {
      return run(new Arguments().add("-encoders")).contains("libx264")
          ? ""
          : "this ffmpeg has no libx264 (Debian's has)";
    } catch (IOException _) {
      return "ffmpeg is not installed (Debian: apt-get install -y --no-install-recommends ffmpeg)";
    }
  }

  /// Compares picture by picture.
  static Likeness compare(Path encoded, Path original) throws IOException, InterruptedException {
    String count =
        "setpts=N/" + Clip.FPS + "/TB,split"; // pairs them by number, not by rounded time
    String filters =
        String.format(
            Locale.ROOT, "[0:v]%s[a][b];[1:v]%s[c][d];[a][c]ssim;[b][d]psnr", count, count);
    return Likeness.parse(
        run(
            new Arguments()
                .add("-i")
                .word(encoded)
                .add("-i")
                .word(original)
                .add("-lavfi")
                .word(filters)
                .add("-f null -")));
  }

  private static String lastOf(String said) {
    List<String> lines = said.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }
}
