package dev.freshet.app;

import dev.freshet.app.command.CheckCommand;
import dev.freshet.app.command.ClusterCommand;
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

/// The commands of the program `freshet`: finds the one that was typed. Made for one line.
@Command(
    name = "freshet",
    description = "A live-video CDN that one person can start with one command.",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      PublishCommand.class,
      PlayCommand.class,
      CheckCommand.class,
      ClusterCommand.class
    },
    versionProvider = FreshetCommand.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "And ./freshet bench: load, delays and comparisons with other servers; built",
      "when it is first asked for.",
      "",
      "Each command has its own --help."
    })
final class FreshetCommand implements Runnable {
  /// The version that the build wrote into the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = FreshetCommand.class.getPackage().getImplementationVersion();
      return new String[] {"freshet " + (version == null ? "(from classes)" : version)};
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  /// Runs the command line.
  ///
  /// @return the exit status
  static int execute(String... words) {
    return new CommandLine(new FreshetCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(FreshetCommand::wrongUsage)
        .setExecutionExceptionHandler((failure, line, _) -> Main.failed(failure, line.getErr()))
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

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }
}
