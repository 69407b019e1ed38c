package dev.freshet.bench.subject;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where everything is that the bench starts. A value: no owner.
///
/// @param root the repository
/// @param freshetJar the program
/// @param freshetFlags for its virtual machine, besides those that every subject gets
public record Installation(Path root, Path freshetJar, List<String> freshetFlags) {
  private static final List<String> FLAGS =
      List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders");

  public Installation {
    freshetFlags = List.copyOf(freshetFlags);
  }

  /// The flags that `./freshet` runs Freshet with, its start-up cache among them.
  public static List<String> flagsOfLauncher() {
    String plain = System.getProperty("freshet.jvm", "").trim();
    List<String> flags =
        new ArrayList<>(plain.isEmpty() ? List.of() : List.of(plain.split("\\s+")));
    String cache = System.getProperty("freshet.cache", ""); // may have blanks of its own
    if (!cache.isEmpty()) {
      flags.add("-XX:AOTCache=" + cache);
    }
    return flags;
  }

  /// The repository that this program was built in.
  public static Path findRoot() throws IOException {
    Path start = codeFolder();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("bench")) && Files.exists(folder.resolve("pom.xml"))) {
        return folder;
      }
    }
    return Path.of("").toAbsolutePath();
  }

  /// The command that runs a program of the bench itself.
  List<String> ownProgram(Class<?> main, List<String> extraFlags) {
    List<String> command = java(extraFlags);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    return command;
  }

  /// Of this program, as it reads from any folder.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// The command that runs Freshet.
  List<String> freshet(List<String> extraFlags) {
    List<String> command = java(extraFlags);
    command.addAll(freshetFlags);
    command.addAll(List.of("-jar", freshetJar.toString()));
    return command;
  }

  /// A tool of the JDK that runs this program.
  public static String jdkTool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /// What the repository in `root` stands at.
  public static String revision(Path root) throws IOException, InterruptedException {
    try {
      Process git =
          new ProcessBuilder("git", "-C", root.toString(), "describe", "--always", "--dirty")
              .redirectErrorStream(true)
              .start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor() == 0 ? said.trim() : "unknown";
    } catch (IOException _) {
      return "unknown"; // no git here
    }
  }

  private static List<String> java(List<String> extraFlags) {
    List<String> command = new ArrayList<>();
    command.add(jdkTool("java"));
    command.addAll(FLAGS);
    flagsOfLauncher().stream().filter(Installation::changesNetty).forEach(command::add);
    command.addAll(extraFlags);
    return command;
  }

  /// What makes Netty faster for Freshet must not be missing where it is compared with.
  private static boolean changesNetty(String flag) {
    return flag.startsWith("-Dio.netty.") || flag.startsWith("--sun-misc-unsafe");
  }

  private static Path codeFolder() throws IOException {
    try {
      return Path.of(
          Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
