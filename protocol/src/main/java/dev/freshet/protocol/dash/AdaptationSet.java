package dev.freshet.protocol.dash;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Representations of the same content between which a player may switch (5.3.3). A value: no
/// owner.
///
/// @param id the same in every period, so that players go on with their choice
/// @param content pictures or sound
/// @param language as RFC 5646 says it, or null if unknown
/// @param segments where the segments of each representation are
/// @param reference ties its media time to a wall clock, or null
/// @param representations best first
public record AdaptationSet(
    int id,
    Content content,
    @Nullable String language,
    SegmentTemplate segments,
    @Nullable ProducerReference reference,
    List<Representation> representations) {
  /// What is coded.
  public enum Content {
    VIDEO("video"),
    AUDIO("audio");

    private final String text;

    Content(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  public AdaptationSet {
    Expect.atLeast("set.id", id, 0);
    representations = List.copyOf(representations);
    Expect.atLeast("set.representations", representations.size(), 1);
  }
}
