package dev.freshet.e2e.clip;

import dev.freshet.e2e.client.Ffmpeg;
import dev.freshet.e2e.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A few seconds of a moving test picture and a tone, as an FLV file with a GOP of one second. Made
/// by the first test of a run that asks, and kept in `target/`.
public enum Clip {
  /// With B-frames.
  H264_AAC("h264", 320, 180, "aac", picture(320, 180), tone(440), x264(2), aac()),
  /// Another picture size, another tone and sampling rate, no B-frames.
  H264_AAC_LARGER("h264", 480, 270, "aac", picture(480, 270), tone48k(), x264(0), aac()),
  H264_OPUS("h264", 320, 180, "opus", picture(320, 180), tone48k(), x264(2), opus()),
  HEVC_AAC("hevc", 320, 180, "aac", picture(320, 180), tone(330), x265(), aac()),
  HEVC_OPUS("hevc", 320, 180, "opus", picture(320, 180), tone48k(), x265(), opus()),
  AV1_AAC("av1", 320, 180, "aac", picture(320, 180), tone(550), av1(), aac()),
  AV1_OPUS("av1", 320, 180, "opus", picture(320, 180), tone48k(), av1(), opus()),
  VP9_OPUS("vp9", 320, 180, "opus", picture(320, 180), tone48k(), vp9(), opus()),
  /// So many bits that a viewer who does not read fills every socket buffer.
  HEAVY(
      "h264", 320, 180, "", picture(320, 180) + " -vf noise=alls=80:allf=t", x264(0) + " -b:v 8M"),
  VIDEO_ONLY("h264", 320, 180, "", picture(320, 180), x264(2)),
  AAC_ONLY("", 0, 0, "aac", tone(660), aac()),
  MP3_ONLY("", 0, 0, "mp3", tone(770), "-c:a libmp3lame -b:a 64k"),
  OPUS_ONLY("", 0, 0, "opus", tone48k(), opus()),
  AC3_ONLY("", 0, 0, "ac3", tone48k(), "-c:a ac3 -b:a 96k"),
  FLAC_ONLY("", 0, 0, "flac", tone48k(), "-c:a flac");

  /// How long each clip plays.
  public static final int SECONDS = 6;

  private final String videoCodec;
  private final int width;
  private final int height;
  private final String audioCodec;
  private final String arguments;

  Clip(String videoCodec, int width, int height, String audioCodec, String... arguments) {
    this.videoCodec = videoCodec;
    this.width = width;
    this.height = height;
    this.audioCodec = audioCodec;
    this.arguments = String.join(" ", arguments);
  }

  /// ffprobe's name of the codec, empty without video.
  public String videoCodec() {
    return videoCodec;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /// ffprobe's name of the codec, empty without audio.
  public String audioCodec() {
    return audioCodec;
  }

  /// The clip's file.
  public synchronized Path file() {
    Path file =
        Path.of("target", "clips", "%s-%08x.flv".formatted(name(), arguments.hashCode()))
            .toAbsolutePath();
    if (!Files.exists(file)) {
      make(file);
    }
    return file;
  }

  /// All that the clip holds.
  public Recording recording() {
    return Ffmpeg.read(file());
  }

  /// The same, with the bytes that MP4 has: samples of AV1 have no temporal delimiters there (AV1
  /// in ISO BMFF 2.4), what ffmpeg reads from FLV has. The times are those of the pushed clip.
  public Recording recordingInMp4() {
    Recording all = Ffmpeg.read(inMp4(), "-ignore_editlist", "1"); // which hides the last of Opus
    return recording().withBytesOf(all);
  }

  private synchronized Path inMp4() {
    Path mp4 = file().resolveSibling(file().getFileName() + ".mp4");
    if (!Files.exists(mp4)) {
      try (Children children = new Children()) {
        Path half = mp4.resolveSibling(mp4.getFileName() + ".part");
        Ffmpeg.V8.convert(children, file(), "mp4", half);
        Files.move(half, mp4, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return mp4;
  }

  private void make(Path file) {
    try (Children children = new Children()) {
      Files.createDirectories(file.getParent());
      Path half = file.resolveSibling(file.getFileName() + ".part");
      List<String> command = new ArrayList<>(List.of(Ffmpeg.V8.ffmpeg(), "-v", "error", "-y"));
      command.addAll(List.of(arguments.split(" ")));
      command.addAll(List.of("-t", Integer.toString(SECONDS), "-f", "flv", half.toString()));
      children.start(command).awaitSuccess(Duration.ofSeconds(60));
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String picture(int width, int height) {
    return "-f lavfi -i testsrc2=size=%dx%d:rate=25".formatted(width, height);
  }

  private static String tone(int hertz) {
    return "-f lavfi -i sine=frequency=%d:sample_rate=44100".formatted(hertz);
  }

  private static String tone48k() {
    return "-f lavfi -i sine=frequency=880:sample_rate=48000";
  }

  private static String x264(int bFrames) {
    return "-c:v libx264 -preset veryfast -pix_fmt yuv420p -b:v 300k -g 25 -keyint_min 25"
        + " -sc_threshold 0 -bf "
        + bFrames;
  }

  private static String x265() {
    return "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -b:v 300k"
        + " -x265-params log-level=error:keyint=25:min-keyint=25:scenecut=0:bframes=2";
  }

  private static String av1() {
    return "-c:v libsvtav1 -preset 10 -pix_fmt yuv420p -b:v 300k -g 25";
  }

  private static String vp9() {
    return "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv420p -b:v 300k -g 25";
  }

  private static String opus() {
    return "-c:a libopus -b:a 64k";
  }

  private static String aac() {
    return "-c:a aac -b:a 64k";
  }
}
