package dev.freshet.app.command;

import dev.freshet.app.client.Dialer;
import dev.freshet.app.client.Ending;
import dev.freshet.app.client.FilePublisher;
import dev.freshet.app.client.StatusLine;
import dev.freshet.app.client.Terminal;
import dev.freshet.contract.time.Clock;
import dev.freshet.protocol.rtmp.RtmpUrl;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freshet publish`: pushes an FLV file, or standard input, in real time.
@Command(
    name = "publish",
    description = "Pushes an FLV file in real time.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Frames leave as they stand in the file, each when its timestamp says. Other",
      "files go through ffmpeg first:",
      "  ffmpeg -i film.mp4 -c copy -f flv - | ./freshet publish - URL",
      "Ctrl-C unpublishes and ends.",
      "",
      "Exit status: 0 all sent, or stopped; 1 refused or failed; 2 wrong usage."
    })
public final class PublishCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @Parameters(
      index = "0",
      paramLabel = "FILE_OR_-",
      description = "An FLV file; - reads FLV from standard input.")
  private String file = STANDARD_INPUT;

  @Parameters(
      index = "1",
      paramLabel = "URL",
      description = "rtmp://HOST[:PORT]/APP/NAME[?params], or rtmps://")
  private String url = "";

  @Option(
      names = "--loop",
      description = "Begins anew at the end of the file, until Ctrl-C; timestamps go on.")
  private boolean loop;

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "1 is real time, 2 twice as fast, 0 as fast as the server takes it.")
  private double speed = 1;

  @Option(names = "--no-reconnect", description = "Gives up when the connection is lost.")
  private boolean noReconnect;

  @Option(names = "--insecure", description = "Accepts any certificate on rtmps://.")
  private boolean insecure;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    FilePublisher.Options options = new FilePublisher.Options(input(), loop, !noReconnect, speed);
    RtmpUrl address = address();
    PrintWriter err = spec.commandLine().getErr();
    StatusLine status = new StatusLine(err, Terminal.ofStandardError());
    try (Dialer dialer = new Dialer(Clock.system(), insecure)) {
      FilePublisher publisher = new FilePublisher(dialer, address, options, status);
      return new ClientRun().await(publisher.start(), publisher::stop, end -> told(end, err));
    }
  }

  private static int told(Ending end, PrintWriter err) {
    if (end.failed()) {
      err.println("freshet: " + end.reason());
      err.flush();
    }
    return end.failed() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private @Nullable Path input() {
    if (speed < 0) {
      throw wrong("--speed: " + speed + " (expected: 0 or more)");
    }
    if (file.equals(STANDARD_INPUT)) {
      if (loop) {
        throw wrong("--loop: standard input cannot be read again (expected: a file)");
      }
      return null;
    }
    Path path = Path.of(file);
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw wrong("file: " + file + " (expected: an FLV file that can be read)");
    }
    return path;
  }

  private RtmpUrl address() {
    try {
      return RtmpUrl.of(url);
    } catch (IllegalArgumentException wrong) {
      throw wrong(String.valueOf(wrong.getMessage()));
    }
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
