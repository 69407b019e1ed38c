package dev.freshet.media;

/// A peer's fault: it sent what its protocol forbids, what we do not take, or too much. Thrown by
/// decoders, caught once at the connection, which is closed with that protocol's own reply.
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What sort of fault it is. Broken is not unsupported, and a limit is neither.
  public enum Kind {
    MALFORMED,
    UNSUPPORTED,
    LIMIT
  }

  private final Kind kind;
  private final String limit;

  private ProtocolException(Kind kind, String limit, String detail) {
    super(detail, null, false, false); // the stack is the decoder's; the detail says what was wrong
    this.kind = kind;
    this.limit = limit;
  }

  /// The bytes break the specification.
  public static ProtocolException malformed(String detail) {
    return new ProtocolException(Kind.MALFORMED, "", detail);
  }

  /// The bytes are right, but ask for what we do not have.
  public static ProtocolException unsupported(String detail) {
    return new ProtocolException(Kind.UNSUPPORTED, "", detail);
  }

  /// The limit `name` was passed; the message is its name and `detail`.
  public static ProtocolException limit(String name, String detail) {
    return new ProtocolException(Kind.LIMIT, name, name + ": " + detail);
  }

  /// The name of the limit that was passed, empty if none was.
  public String limit() {
    return limit;
  }

  /// What sort of fault it is.
  public Kind kind() {
    return kind;
  }
}
