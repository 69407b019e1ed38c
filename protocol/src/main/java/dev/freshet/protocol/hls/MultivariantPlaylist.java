package dev.freshet.protocol.hls;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The playlist that a player opens first (4.4.6). A value: no owner; [MultivariantWriter] makes
/// its text.
///
/// @param audio sound apart from pictures; empty if each variant carries its own
/// @param variants best to start with first
/// @param independentSegments whether this holds for every segment of every playlist named here,
///   now and later (4.4.2.1)
/// @param start where to start, or null
public record MultivariantPlaylist(
    List<AudioRendition> audio,
    List<Variant> variants,
    boolean independentSegments,
    @Nullable StartPoint start) {
  public MultivariantPlaylist {
    audio = List.copyOf(audio);
    variants = List.copyOf(variants);
    Expect.atLeast("variants", variants.size(), 1);
    for (Variant variant : variants) {
      checkGroup(variant.audioGroup(), audio);
    }
  }

  private static void checkGroup(@Nullable String group, List<AudioRendition> audio) {
    if (group != null && audio.stream().noneMatch(a -> Objects.equals(a.group(), group))) {
      throw new IllegalArgumentException(
          "variant.audioGroup: " + group + " (expected: the group of an audio rendition)");
    }
  }
}
