package dev.freshet.node.playback.segments;

import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.SegmentWindow;

/// Answers one request for a segment, part or initialization segment. Owned by the exchange's loop.
final class SegmentAnswers {
  private static final String MP4_TYPE = "video/mp4";
  private static final String TS_TYPE = "video/mp2t";

  private final SessionAnswers answers;

  SegmentAnswers(SessionAnswers answers) {
    this.answers = answers;
  }

  void answer(SegmentFile file) {
    switch (file) {
      case SegmentFile.Init(int track, String hash) ->
          answers.read(MP4_TYPE, shelf -> shelf.init(track, hash));
      case SegmentFile.Segment segment -> answerSegment(full(segment));
      case SegmentFile.Timed timed ->
          answers.read(
              MP4_TYPE, shelf -> shelf.fragments(timed.track(), segment -> isIt(segment, timed)));
      case SegmentFile.TransportStream(long number) ->
          answers.read(TS_TYPE, shelf -> shelf.transportStream(number));
      case SegmentFile.Part part -> answerPart(part);
    }
  }

  private static boolean isIt(PackagedSegment segment, SegmentFile.Timed file) {
    return ShortNumber.of(segment.counting().stretch().segment()) == file.stretch()
        && segment.startTicks(file.track()) == file.ticks();
  }

  private SegmentFile.Segment full(SegmentFile.Segment file) {
    SegmentWindow window = answers.window();
    return window.isPlayable()
        ? new SegmentFile.Segment(
            file.track(), ShortNumber.full(file.number(), window.newest().number()))
        : file;
  }

  /// One that grows is sent as it grows, also if it is the next to come: a player that counts may
  /// be a little early.
  private void answerSegment(SegmentFile.Segment file) {
    Growth growth = Growth.of(answers.window(), file.number());
    if (growth.complete()) {
      answers.read(MP4_TYPE, shelf -> shelf.fragments(file.number(), file.track()));
    } else {
      new GrowingSegment(answers, file, MP4_TYPE).send();
    }
  }

  /// A part that is announced is waited for; others are there, or never will be.
  private void answerPart(SegmentFile.Part file) {
    if (isAnnounced(answers.window(), file)) {
      answers.await(window -> !isAnnounced(window, file), () -> readPart(file));
    } else {
      readPart(file);
    }
  }

  private void readPart(SegmentFile.Part file) {
    answers.read(MP4_TYPE, shelf -> shelf.fragment(file.number(), file.track(), file.part()));
  }

  /// Whether it is the next part that will be.
  private static boolean isAnnounced(SegmentWindow window, SegmentFile.Part file) {
    PackagedSegment open = window.open();
    if (window.ended() || !window.isPlayable()) {
      return false;
    }
    long number = open == null ? window.segments().getLast().number() + 1 : open.number();
    int part = open == null ? 0 : window.openParts();
    return file.number() == number && file.part() == part;
  }
}
