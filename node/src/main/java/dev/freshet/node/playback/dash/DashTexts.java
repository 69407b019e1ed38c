package dev.freshet.node.playback.dash;

import dev.freshet.contract.service.Profile;
import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.playback.segments.SessionAnswers;
import dev.freshet.node.playback.segments.SessionTexts;
import dev.freshet.node.playback.segments.SessionToken;
import dev.freshet.node.playback.segments.ZippedText;
import dev.freshet.protocol.dash.MpdWriter;
import java.util.Optional;

/// Answers requests for the next version of a manifest: one body and one compression for everybody.
/// No state.
public final class DashTexts implements SessionTexts {
  static final String TYPE = "application/dash+xml";

  /// One manifest of a window.
  private record Key(DashStyle style) {}

  @Override
  public boolean answer(String name, SessionAnswers answers) {
    DashStyle style = DashStyle.byFile(name);
    if (style == null || answers.format() != SessionToken.Format.DASH) {
      return false;
    }
    answers.await(SegmentWindow::isPlayable, () -> respond(answers, style));
    return true;
  }

  private static void respond(SessionAnswers answers, DashStyle style) {
    SegmentWindow window = answers.window();
    Profile profile = answers.profile();
    Optional<ZippedText> text =
        window
            .derived()
            .get(
                new Key(style),
                () ->
                    Optional.ofNullable(DashManifests.of(window, style, profile))
                        .map(MpdWriter::write)
                        .map(ZippedText::of));
    text.ifPresentOrElse(
        found -> answers.respond(TYPE, "no-cache", found),
        () -> answers.notFound("MP4 carries none of the tracks"));
  }
}
