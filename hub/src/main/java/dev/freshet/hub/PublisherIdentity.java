package dev.freshet.hub;

/// Who publishes, as far as takeover rules care.
///
/// @param src the `src` parameter of the push address, empty if none
/// @param subject the subject of the key or token that signed it, empty if unsigned
public record PublisherIdentity(String src, String subject) {
  /// Somebody who said nothing of themselves.
  public static final PublisherIdentity ANONYMOUS = new PublisherIdentity("", "");
}
