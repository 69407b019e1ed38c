package dev.freshet.app.client;

/// Why a client could not do its work, in one line for the person who asked.
public final class ClientException extends Exception {
  private static final long serialVersionUID = 1;

  public ClientException(String reason) {
    super(reason);
  }
}
