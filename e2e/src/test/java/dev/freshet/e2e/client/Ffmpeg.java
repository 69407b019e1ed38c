package dev.freshet.e2e.client;

import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.clip.Recording;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The two ffmpegs: Debian's, and a newer one that knows Enhanced RTMP.
public enum Ffmpeg {
  /// Debian's, 5.1.
  SYSTEM,
  /// 8.0.1, from Maven Central.
  V8;

  private static final Path UNPACKED =
      Path.of("target", "ffmpeg8", "org", "bytedeco", "ffmpeg", "linux-x86_64-gpl");

  /// The program that converts.
  public String ffmpeg() {
    return program("ffmpeg");
  }

  /// The program that looks into media.
  public String ffprobe() {
    return program("ffprobe");
  }

  /// Pushes a clip in real time, as it is, and ends with it.
  public ChildProcess push(Children children, Clip clip, String url, String... outputOptions) {
    List<String> command = new ArrayList<>(List.of(ffmpeg(), "-v", "warning", "-nostdin", "-re"));
    command.addAll(List.of("-i", clip.file().toString(), "-c", "copy"));
    command.addAll(List.of(outputOptions));
    command.addAll(List.of("-f", "flv", url));
    return children.start(command);
  }

  /// Pushes a file in real time, as it is, and ends with it.
  public ChildProcess push(Children children, Path file, String url) {
    List<String> command = new ArrayList<>(List.of(ffmpeg(), "-v", "warning", "-nostdin", "-re"));
    command.addAll(List.of("-i", file.toString(), "-c", "copy", "-f", "flv", url));
    return children.start(command);
  }

  /// Pushes a clip so many times without a pause, `speed` times as fast as it plays.
  public ChildProcess pushFast(Children children, Clip clip, int times, int speed, String url) {
    List<String> command = new ArrayList<>(List.of(ffmpeg(), "-v", "error", "-nostdin"));
    command.addAll(List.of("-readrate", "" + speed, "-stream_loop", "" + (times - 1)));
    command.addAll(List.of("-i", clip.file().toString(), "-c", "copy", "-f", "flv", url));
    return children.start(command);
  }

  /// Writes a clip into another FLV file, its frames as they are.
  public void remux(Children children, Clip clip, Path file, String... outputOptions) {
    List<String> command = new ArrayList<>(List.of(ffmpeg(), "-v", "error", "-nostdin"));
    command.addAll(List.of("-i", clip.file().toString(), "-c", "copy"));
    command.addAll(List.of(outputOptions));
    command.addAll(List.of("-f", "flv", file.toString()));
    children.start(command).awaitSuccess(Duration.ofSeconds(30));
  }

  /// Writes a file into another format, its frames as they are.
  public void convert(Children children, Path from, String format, Path to) {
    children
        .start(
            List.of(
                ffmpeg(),
                "-v",
                "error",
                "-nostdin",
                "-y",
                "-i",
                from.toString(),
                "-c",
                "copy",
                "-f",
                format,
                to.toString()))
        .awaitSuccess(Duration.ofSeconds(30));
  }

  /// Pushes a clip again and again until it is ended.
  public ChildProcess pushForever(Children children, Clip clip, String url) {
    List<String> command = new ArrayList<>(List.of(ffmpeg(), "-v", "warning", "-nostdin", "-re"));
    command.addAll(List.of("-stream_loop", "-1", "-i", clip.file().toString(), "-c", "copy"));
    command.addAll(List.of("-f", "flv", url));
    return children.start(command);
  }

  /// Reads every packet at `url` until the server ends it.
  public Reader read(Children children, String url, String... inputOptions) {
    Path json = children.folder("ffprobe").resolve("packets.json");
    List<String> command = new ArrayList<>(List.of(ffprobe(), "-v", "debug"));
    command.addAll(List.of("-show_streams", "-show_packets", "-show_data_hash", "md5"));
    command.addAll(List.of("-of", "json", "-o", json.toString()));
    command.addAll(List.of(inputOptions));
    command.addAll(List.of("-i", url));
    return new Reader(children.start(command), json);
  }

  /// Decodes the pictures at `url` until the server ends it, and hashes each.
  public Hasher hashPictures(Children children, String url, String... inputOptions) {
    Path file = children.folder("pictures").resolve("hashes");
    List<String> command = new ArrayList<>(List.of(ffmpeg(), "-v", "error", "-nostdin"));
    command.addAll(List.of(inputOptions));
    command.addAll(List.of("-i", url, "-map", "0:v", "-fps_mode", "passthrough"));
    command.addAll(List.of("-f", "framemd5", file.toString()));
    return new Hasher(children.start(command), file);
  }

  /// Decodes all that comes from `url` until the server ends it; whatever cannot be decoded is
  /// said.
  public ChildProcess decode(Children children, String url) {
    return children.start(
        List.of(
            ffmpeg(),
            "-v",
            "error",
            "-nostdin",
            "-i",
            url,
            "-fps_mode",
            "passthrough",
            "-enc_time_base",
            "demux",
            "-f",
            "null",
            "-"));
  }

  /// What a file holds.
  public static Recording read(Path file, String... inputOptions) {
    try (Children children = new Children()) {
      return V8.read(children, file.toString(), inputOptions)
          .awaitRecording(Duration.ofSeconds(30));
    }
  }

  /// Decodes a whole file.
  ///
  /// @return what the decoder complained about
  public static List<String> complaintsAbout(Path file) {
    try (Children children = new Children()) {
      ChildProcess decoder = V8.decode(children, file.toString());
      decoder.awaitExit(Duration.ofSeconds(60));
      return decoder.lines();
    }
  }

  private String program(String name) {
    if (this == SYSTEM) {
      return name;
    }
    Path program = UNPACKED.resolve(name).toAbsolutePath();
    if (!Files.isExecutable(program) && !program.toFile().setExecutable(true)) {
      throw new AssertionError(program + " is missing; ./mvnw -pl e2e unpacks it");
    }
    return program.toString();
  }

  /// A running ffprobe.
  public record Reader(ChildProcess process, Path json) {
    /// Waits until it has asked the server for the stream.
    public Reader awaitRequest() {
      process.awaitLine(
          Duration.ofSeconds(30),
          said -> said.contains("Sending play command") || said.contains("request: GET"));
      return this;
    }

    /// Waits until it has come to the end, and answers all that it has read.
    public Recording awaitRecording(Duration atMost) {
      process.awaitSuccess(atMost);
      return FfprobeJson.read(json);
    }
  }

  /// A running ffmpeg that hashes pictures.
  public record Hasher(ChildProcess process, Path file) {
    /// Waits until it has opened a connection.
    public Hasher awaitSocket(Duration atMost) {
      process.awaitSocket(atMost);
      return this;
    }

    /// Waits until it has come to the end, and answers the hashes in order.
    public List<String> awaitHashes(Duration atMost) {
      process.awaitSuccess(atMost);
      try {
        return Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .toList();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
