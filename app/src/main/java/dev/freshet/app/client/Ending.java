package dev.freshet.app.client;

/// How a client's work ended. A value.
///
/// @param failed whether it ended otherwise than it should
/// @param reason one line for people
public record Ending(boolean failed, String reason) {
  static Ending done(String reason) {
    return new Ending(false, reason);
  }

  static Ending failure(String reason) {
    return new Ending(true, reason);
  }
}
