package dev.freshet.e2e.program;

import dev.freshet.e2e.process.Children;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands tests a node that they share, each with stream names of its own: those of one class if it
/// has [Settings], else those of all classes. It is started by the first who asks and ended after
/// the last test.
public final class Freshet implements ParameterResolver {
  /// Streams end soon after their publisher, so that tests need not wait the usual ten seconds; but
  /// players wait longer for one, on a machine that has much to do.
  private static final String[] PATIENT = {
    "services.default.grace=1s", "services.default.waitForPublisher=30s"
  };

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == FreshetProcess.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    Settings settings = test.getAnnotation(Settings.class);
    String[] values = settings == null ? PATIENT : settings.value();
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Freshet.class))
        .computeIfAbsent(List.of(values), _ -> Shared.start(values), Shared.class)
        .freshet();
  }

  private record Shared(Children children, FreshetProcess freshet) implements AutoCloseable {
    static Shared start(String... settings) {
      Children children = new Children();
      return new Shared(children, FreshetProcess.start(children, settings));
    }

    @Override
    public void close() {
      children.close();
    }
  }
}
