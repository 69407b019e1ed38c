package dev.freshet.e2e.program;

import dev.freshet.e2e.process.Children;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands tests a node that they all share, each with stream names of its own. It is started by the
/// first who asks and ended after the last test. Streams end soon after their publisher, so that
/// tests need not wait the usual ten seconds for it.
public final class Freshet implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == FreshetProcess.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Freshet.class))
        .computeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class)
        .freshet();
  }

  private record Shared(Children children, FreshetProcess freshet) implements AutoCloseable {
    static Shared start() {
      Children children = new Children();
      return new Shared(children, FreshetProcess.start(children, "services.default.grace=1s"));
    }

    @Override
    public void close() {
      children.close();
    }
  }
}
