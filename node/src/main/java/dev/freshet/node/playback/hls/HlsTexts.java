package dev.freshet.node.playback.hls;

import dev.freshet.node.playback.packaging.SegmentWindow;
import dev.freshet.node.playback.segments.SessionAnswers;
import dev.freshet.node.playback.segments.SessionTexts;
import dev.freshet.protocol.hls.PlaylistEdge.Readiness;
import dev.freshet.protocol.hls.PlaylistRequest;
import java.nio.charset.StandardCharsets;

/// Answers requests for media playlists, of which low-latency ones may wait. No state.
public final class HlsTexts implements SessionTexts {
  static final String TYPE = "application/vnd.apple.mpegurl";

  @Override
  public boolean answer(String name, SessionAnswers answers) {
    PlaylistFile file = PlaylistFile.of(name);
    if (file == null || file.style().sessionFormat() != answers.format()) {
      return false;
    }
    PlaylistRequest asked =
        file.style() == HlsStyle.LL
            ? PlaylistRequest.of(answers.rawQuery())
            : new PlaylistRequest.Newest(false);
    switch (asked) {
      case PlaylistRequest.Invalid(String reason) -> answers.refuse(reason);
      case PlaylistRequest.Newest(boolean skip) ->
          answers.await(SegmentWindow::isPlayable, () -> respond(answers, file, skip, "no-cache"));
      case PlaylistRequest.Reload reload -> answerReload(answers, file, reload);
    }
    return true;
  }

  private static void answerReload(
      SessionAnswers answers, PlaylistFile file, PlaylistRequest.Reload reload) {
    SegmentWindow now = answers.window();
    if (now.isPlayable() && PlaylistBody.of(now, file).isEmpty()) {
      answers.notFound("the stream has no track for " + file); // and nobody waits for one
      return;
    }
    if (readiness(now, file, reload) == Readiness.TOO_FAR) {
      answers.refuse("_HLS_msn: " + reload.number() + " (expected: at most two segments ahead)");
      return;
    }
    // the answer to this very question never changes much: caches may keep it as long as a segment
    answers.await(
        window -> readiness(window, file, reload) != Readiness.WAIT,
        () -> respond(answers, file, reload.skip(), "public, max-age=1"));
  }

  private static Readiness readiness(
      SegmentWindow window, PlaylistFile file, PlaylistRequest.Reload reload) {
    return PlaylistBody.of(window, file)
        .map(body -> body.edge().readiness(reload))
        .orElse(Readiness.WAIT);
  }

  private static void respond(
      SessionAnswers answers, PlaylistFile file, boolean skip, String caching) {
    PlaylistBody body = PlaylistBody.of(answers.window(), file).orElse(null);
    if (body == null) {
      answers.notFound("the stream has no track for " + file);
    } else if (answers.query().isEmpty()) {
      answers.respond(TYPE, caching, body.text(skip));
    } else {
      String shared = new String(body.text(skip).plain(), StandardCharsets.UTF_8);
      answers.respondOwn(TYPE, AddressQuery.into(shared, answers.query()));
    }
  }
}
