package dev.freshet.bench.subject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a subject's virtual machine is told so that it can be measured. Stateless.
final class JavaFlags {
  private static final String COLLECTOR_LOG = "collector.log";

  private JavaFlags() {}

  static List<String> measured(Path folder, SubjectSettings settings) {
    List<String> flags = new ArrayList<>();
    flags.add("-Xlog:gc:file=" + collectorLog(folder) + ":uptime");
    // else the HTTP library's filter against serialized objects refuses JMX too
    flags.add("-Dhelidon.serialFilter.missing.action=ignore");
    if (settings.trackMemory()) {
      flags.add("-XX:NativeMemoryTracking=summary");
    }
    return flags;
  }

  static Path collectorLog(Path folder) {
    return folder.resolve(COLLECTOR_LOG);
  }
}
