package dev.freshet.app.command;

import dev.freshet.app.config.ConfigResult;
import dev.freshet.app.config.FreshetConfig;
import dev.freshet.app.server.Reachability;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `freshet check`: validates a configuration and the machine, and says what would run.
@Command(
    name = "check",
    description = "Validates a configuration, and says what it would run.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exit status: 0 it would run, 1 the machine stands in the way, 2 it is wrong."})
public final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return switch (options.loader().load()) {
      case ConfigResult.Invalid(var problems) -> {
        problems.forEach(out::println);
        yield CommandLine.ExitCode.USAGE;
      }
      case ConfigResult.Loaded loaded -> {
        describe(loaded, out);
        yield report(MachineCheck.of(loaded.config()), out);
      }
    };
  }

  private static void describe(ConfigResult.Loaded loaded, PrintWriter out) {
    FreshetConfig config = loaded.config();
    out.println("would run:");
    for (FreshetConfig.ListenPort port : FreshetConfig.ListenPort.values()) {
      var address = config.listen().get(port);
      out.printf(
          "  %-6s %s%n", port.name().toLowerCase(Locale.ROOT), address == null ? "off" : address);
    }
    config
        .services()
        .services()
        .values()
        .forEach(service ->
            out.printf(
                "  service %s: profile %s, push %s, play %s%n",
                service.id(),
                service.profile().name(),
                hosts(service.pushDomains()),
                hosts(service.playDomains())));
    loaded.warnings().forEach(warning -> out.println("warning: " + warning));
    Reachability.warnings(config).forEach(warning -> out.println("warning: " + warning));
  }

  private static String hosts(java.util.List<String> domains) {
    return domains.isEmpty() ? "by no host of its own" : "by " + String.join(", ", domains);
  }

  private static int report(MachineCheck check, PrintWriter out) {
    out.println("this machine:");
    check.findings().forEach(finding -> out.println("  " + finding));
    return check.passed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
