package dev.freshet.app.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.node.admin.AdminServer;
import dev.freshet.node.net.Transport;
import org.slf4j.LoggerFactory;

/// Classes that a start needs and that take long to load, loaded beside the reading of the
/// configuration and the wiring. Nothing depends on it but the time until `ready`.
public final class EarlyLoading {
  private EarlyLoading() {}

  /// Begins; returns at once. The log is set up first: what threads log meanwhile would be held
  /// back, with a warning.
  public static void begin() {
    LoggerFactory.getILoggerFactory();
    Thread.ofPlatform()
        .daemon()
        .name("load-media")
        .start(() -> {
          Transport.best();
          JsonMapper.builder().build();
        });
    Thread.ofPlatform().daemon().name("load-admin").start(AdminServer::loadAhead);
  }
}
