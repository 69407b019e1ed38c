package dev.freshet.app.client;

import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/// What went wrong with a connection, in words.
final class Faults {
  private Faults() {}

  static String describe(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null && !(root instanceof ConnectException)) {
      root = root.getCause();
    }
    if (isTls(fault)) {
      return "TLS: " + message(root) + " (--insecure accepts any certificate)";
    }
    if (root instanceof UnknownHostException) {
      return "unknown host";
    }
    String message = message(root);
    return message.contains("onnection refused") ? "connection refused" : message;
  }

  private static boolean isTls(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  private static String message(Throwable fault) {
    String message = fault.getMessage();
    return message == null
        ? fault.getClass().getSimpleName()
        : message.replaceFirst("^.*failed with error\\(-?\\d+\\): ", ""); // Netty's native calls
  }
}
