package dev.freshet.e2e.client;

import dev.freshet.e2e.clip.Clip;
import dev.freshet.e2e.process.ChildProcess;
import dev.freshet.e2e.process.Children;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// OBS Studio without a screen, from configuration files: it pushes a scene with a clip as its
/// media source, and writes the very packets that it pushes into a file.
public final class Obs {
  private final Path home;
  private final ChildProcess process;

  private Obs(Children children, Path home) {
    this.home = home;
    this.process = start(children, home, display(children));
  }

  /// Starts OBS, which pushes to `server` (an RTMP address with its application) under `key`.
  public static Obs start(Children children, Clip clip, String server, String key) {
    Path home = children.folder("obs");
    configure(home, clip, server, key);
    return new Obs(children, home);
  }

  /// Ends it, unasked.
  public void stop() {
    process.close();
  }

  /// What it has pushed, as far as it has been written.
  public Path recording() {
    try (var files = Files.list(home)) {
      return files.filter(file -> file.toString().endsWith(".flv")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ChildProcess start(Children children, Path home, String display) {
    ChildProcess obs =
        children.start(
            List.of("obs", "--startstreaming", "--startrecording", "--multi", "--disable-updater"),
            Map.of(
                "DISPLAY", display,
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", home.resolve(".config").toString(),
                "XDG_RUNTIME_DIR", home.toString(),
                "LIBGL_ALWAYS_SOFTWARE", "1"));
    obs.awaitLine(Duration.ofSeconds(60), line -> line.contains("Streaming Start"));
    return obs;
  }

  private static String display(Children children) {
    ChildProcess screen =
        children.start(
            List.of("Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"));
    return ":" + screen.awaitLine(Duration.ofSeconds(20), line -> line.matches("\\d+"));
  }

  private static void configure(Path home, Clip clip, String server, String key) {
    write(
        home,
        "global.ini",
        """
        [General]
        FirstRun=true
        LastVersion=486539264
        [Basic]
        Profile=e2e
        ProfileDir=e2e
        SceneCollection=e2e
        SceneCollectionFile=e2e
        [BasicWindow]
        PreviewEnabled=false
        """);
    write(home, "basic/profiles/e2e/basic.ini", profile(home));
    write(
        home,
        "basic/profiles/e2e/service.json",
        """
        {"type": "rtmp_custom", "settings": {"server": "%s", "key": "%s"}}
        """
            .formatted(server, key));
    write(home, "basic/scenes/e2e.json", scene(clip));
  }

  private static String profile(Path home) {
    return """
    [General]
    Name=e2e
    [Video]
    BaseCX=320
    BaseCY=180
    OutputCX=320
    OutputCY=180
    FPSType=2
    FPSNum=25
    FPSDen=1
    [Audio]
    SampleRate=44100
    [Output]
    Mode=Simple
    [SimpleOutput]
    VBitrate=300
    ABitrate=64
    StreamEncoder=x264
    UseAdvanced=true
    Preset=ultrafast
    x264Settings=keyint=25
    FilePath=%s
    RecFormat=flv
    RecQuality=Stream
    """
        .formatted(home);
  }

  private static String scene(Clip clip) {
    return """
    {"name": "e2e", "current_scene": "scene", "current_program_scene": "scene",
     "scene_order": [{"name": "scene"}],
     "sources": [
       {"id": "scene", "name": "scene", "settings": {"id_counter": 1, "items": [
         {"name": "picture", "id": 1, "visible": true, "align": 5, "bounds_type": 0,
          "pos": {"x": 0.0, "y": 0.0}, "scale": {"x": 1.0, "y": 1.0}}]}},
       {"id": "ffmpeg_source", "name": "picture", "mixers": 255, "volume": 1.0,
        "settings": {"is_local_file": true, "local_file": "%s", "looping": true,
                     "hw_decode": false}}],
     "transitions": [], "groups": [], "modules": {}}
    """
        .formatted(clip.file());
  }

  private static void write(Path home, String path, String text) {
    try {
      Path file = home.resolve(".config").resolve("obs-studio").resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
