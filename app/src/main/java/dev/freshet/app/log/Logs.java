package dev.freshet.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.freshet.app.config.FreshetConfig.LogConfig;
import dev.freshet.app.config.FreshetConfig.LogFormat;
import dev.freshet.app.config.FreshetConfig.LogLevel;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// The program's log. Set up without XML, which would cost a tenth of a second at each start. Found
/// by Logback as a service; owned by the process.
public final class Logs extends ContextAwareBase implements Configurator {
  private static final LogConfig DEFAULTS = new LogConfig(LogLevel.INFO, LogFormat.TEXT);

  /// Writes as `config` says from now on. Thread-safe; may be called again.
  public static void apply(LogConfig config) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      configure(context, config);
    }
  }

  /// Lets the JDK's own loggers, which some libraries use, write here too.
  public static void bridge() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    configure(context, DEFAULTS);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static void configure(LoggerContext context, LogConfig config) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Encoder<ILoggingEvent> encoder =
        switch (config.format()) {
          case TEXT -> new KeyValueEncoder();
          case JSON -> new JsonEncoder();
        };
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err"); // standard output is for those who wait for `ready`
    encoder.setContext(context);
    encoder.start();
    appender.setEncoder(encoder);
    appender.start();
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    root.setLevel(Level.toLevel(config.level().name()));
    calm(context, config.level());
  }

  /// Libraries tell of their inner life at INFO, which is nobody's news here.
  private static void calm(LoggerContext context, LogLevel level) {
    Level ofLibraries = level.compareTo(LogLevel.INFO) <= 0 ? Level.WARN : null;
    context.getLogger("io.netty").setLevel(level == LogLevel.TRACE ? null : Level.INFO);
    context.getLogger("io.helidon").setLevel(ofLibraries);
    // each call that fails is told there; that etcd is away is told once, by ClusterLog
    context.getLogger("io.etcd").setLevel(ofLibraries == null ? null : Level.ERROR);
  }
}
