package dev.freshet.cluster.store.etcd;

import dev.freshet.testkit.etcd.EtcdProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One etcd for all tests of a class, passed to its constructor.
final class SharedEtcd implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private @Nullable Path folder;
  private @Nullable EtcdProcess etcd;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("freshet-etcd");
    etcd = EtcdProcess.start(folder);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (etcd != null && folder != null) {
      etcd.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == EtcdProcess.class;
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return etcd;
  }
}
