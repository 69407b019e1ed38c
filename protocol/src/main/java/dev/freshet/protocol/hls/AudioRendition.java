package dev.freshet.protocol.hls;

import org.jspecify.annotations.Nullable;

/// Sound in a playlist of its own, or inside the variant's (EXT-X-MEDIA with TYPE=AUDIO, 4.4.6.1).
/// A value: no owner.
///
/// @param group by which variants name it
/// @param name for people; different within a group
/// @param language as RFC 5646 says it, or null if unknown
/// @param isDefault whether to play it unless the viewer chose another; one in a group
/// @param channels how many; 0 if unknown
/// @param uri its media playlist, or null if the variant's own playlist carries it
public record AudioRendition(
    String group,
    String name,
    @Nullable String language,
    boolean isDefault,
    int channels,
    @Nullable String uri) {
  public AudioRendition {
    Expect.quotable("audio.group", group);
    Expect.quotable("audio.name", name);
    Expect.quotable("audio.language", language == null ? "" : language);
    Expect.atLeast("audio.channels", channels, 0);
    if (uri != null) {
      Expect.uri("audio.uri", uri);
    }
  }
}
