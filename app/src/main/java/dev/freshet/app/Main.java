package dev.freshet.app;

import dev.freshet.app.command.CheckCommand;
import dev.freshet.app.command.DemoCommand;
import dev.freshet.app.command.PlayCommand;
import dev.freshet.app.command.PublishCommand;
import dev.freshet.app.command.ServeCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The program `freshet`: finds the command that was typed and answers with its exit status, 0
/// done, 1 failed, 2 wrong usage.
@Command(
    name = "freshet",
    description = "A live-video CDN that one person can start with one command.",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      PublishCommand.class,
      PlayCommand.class,
      CheckCommand.class
    },
    versionProvider = Main.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "%nEach command has its own --help.")
public final class Main implements Runnable {
  /// The version that the build wrote into the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"freshet " + (version == null ? "(from classes)" : version)};
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  /// Runs the command line and ends the process.
  public static void main(String[] words) {
    int status = execute(words);
    System.out.flush();
    System.exit(status);
  }

  static int execute(String... words) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler(Main::failed)
        .execute(words);
  }

  /// One line says what was wrong, and perhaps what was meant.
  private static int wrongUsage(CommandLine.ParameterException wrong, String[] unused) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter out = command.getErr();
    out.println("freshet: " + wrong.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, out)) {
      out.println("see ./" + command.getCommandSpec().qualifiedName() + " --help");
    }
    out.flush();
    return CommandLine.ExitCode.USAGE;
  }

  /// One line says what went wrong; the trace is for bugs.
  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult unused) {
    PrintWriter out = command.getErr();
    if (failure instanceof RuntimeException) {
      failure.printStackTrace(out);
    } else {
      out.println("freshet: " + failure.getMessage());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }
}
