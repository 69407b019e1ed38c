package dev.freshet.app.command;

import dev.freshet.app.client.Dialer;
import dev.freshet.app.client.Ending;
import dev.freshet.app.client.PlayUrl;
import dev.freshet.app.client.Player;
import dev.freshet.app.client.StatusLine;
import dev.freshet.app.client.Terminal;
import dev.freshet.contract.time.Clock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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

/// `freshet play`: receives a stream and says how well it arrives.
@Command(
    name = "play",
    description = "Plays a stream without showing it: live statistics, and a file if you like.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each second a line says: time, codecs, frames and bits a second (of media",
      "time), delay from the origin to here, what a player that started with the",
      "first picture has left to play (buffer), length of the newest GOP, time to the",
      "first picture, and how often there were gaps in decoding time, steps back in",
      "it, and stalls. Freshet servers tell the delay; it is corrected by the",
      "difference of the clocks, which is measured.",
      "",
      "Exit status: 0 the stream or the time ended, or stopped; 1 refused or failed;",
      "2 wrong usage."
    })
public final class PlayCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description =
          "rtmp(s)://HOST/APP/NAME, http(s)://HOST/APP/NAME.flv or ws(s)://HOST/APP/NAME.flv")
  private String url = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Writes what arrives as FLV; - is standard output, and all words go to standard error.")
  private @Nullable String output;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Ends this long after the first frame, such as 10s; else when the stream ends.")
  private Long durationMs = 0L;

  @Option(
      names = "--json",
      description = "Says all in the end as JSON on standard output, the rest on standard error.")
  private boolean json;

  @Option(
      names = "--no-clock",
      description = "Does not ask for ingest times (clock=1), so measures no delay.")
  private boolean noClock;

  @Option(names = "--insecure", description = "Accepts any certificate.")
  private boolean insecure;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PlayUrl address = address();
    OutputStream recording = recording();
    boolean onError = json || STANDARD_OUTPUT.equals(output);
    PrintWriter words = onError ? spec.commandLine().getErr() : spec.commandLine().getOut();
    Terminal terminal = onError ? Terminal.ofStandardError() : Terminal.ofStandardOutput();
    StatusLine status = new StatusLine(words, terminal);
    try (Dialer dialer = new Dialer(Clock.system(), insecure)) {
      Player player = new Player(dialer, address, durationMs, recording, status);
      return new ClientRun().await(player.start(), player::stop, end -> told(player, end));
    }
  }

  private int told(Player player, Ending end) {
    PrintWriter err = spec.commandLine().getErr();
    if (json) {
      boolean mediaOnOutput = STANDARD_OUTPUT.equals(output);
      PrintWriter out = mediaOnOutput ? err : spec.commandLine().getOut();
      out.println(player.summary(url, end));
      out.flush();
    }
    if (end.failed()) {
      err.println("freshet: " + end.reason());
      err.flush();
    }
    return end.failed() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private PlayUrl address() {
    try {
      return PlayUrl.of(url, !noClock);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
    }
  }

  private @Nullable OutputStream recording() throws IOException {
    if (output == null) {
      return null;
    }
    if (output.equals(STANDARD_OUTPUT)) {
      return new FileOutputStream(FileDescriptor.out);
    }
    try {
      return Files.newOutputStream(Path.of(output));
    } catch (IOException unusable) {
      throw new IOException("cannot write " + output + ": " + reason(unusable), unusable);
    }
  }

  private static String reason(IOException unusable) {
    return unusable instanceof java.nio.file.NoSuchFileException
        ? "no such folder"
        : unusable.getClass().getSimpleName() + " " + unusable.getMessage();
  }
}
