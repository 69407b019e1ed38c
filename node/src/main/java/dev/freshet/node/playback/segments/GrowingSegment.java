package dev.freshet.node.playback.segments;

import dev.freshet.node.http.HttpBody;
import dev.freshet.node.playback.packaging.SegmentWindow;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Sends a segment that still grows, part by part. It holds nothing but references to what the
/// packager has, a segment at most. Owned by the exchange's loop.
final class GrowingSegment {
  private final SessionAnswers answers;
  private final SegmentFile.Segment file;
  private final String type;
  private @Nullable HttpBody body;
  private int sentParts;

  GrowingSegment(SessionAnswers answers, SegmentFile.Segment file, String type) {
    this.answers = answers;
    this.file = file;
    this.type = type;
  }

  /// Sends what there is, waits for more, and ends with the segment.
  void send() {
    Growth growth = growth(answers.window());
    HttpBody begun = body;
    if (growth.parts() > sentParts) {
      readNext();
    } else if (growth.complete() && growth.exists() && begun != null) {
      begun.end();
    } else if (growth.complete()) {
      fail();
    } else {
      answers.await(this::hasNews, this::send, this::fail);
    }
  }

  private boolean hasNews(SegmentWindow window) {
    Growth growth = growth(window);
    return growth.parts() > sentParts || growth.complete();
  }

  private Growth growth(SegmentWindow window) {
    return Growth.of(window, file.number());
  }

  private void readNext() {
    int part = sentParts;
    answers
        .packager()
        .read(
            answers.exchange().loop(),
            shelf -> shelf.fragment(file.number(), file.track(), part),
            this::onPart);
  }

  private void onPart(@Nullable ByteBuf bytes) {
    if (bytes == null) {
      fail();
    } else if (answers.exchange().isHead()) {
      bytes.release();
      answers.begin(type).end();
    } else {
      HttpBody begun = body == null ? answers.begin(type) : body;
      body = begun;
      sentParts++;
      answers.count(bytes.readableBytes());
      begun.send(bytes);
      send();
    }
  }

  /// The stream ended or lost frames: the segment never becomes complete.
  private void fail() {
    if (body == null) {
      answers.notFound(file + " is not held here (any more)");
    } else {
      body.abort();
    }
  }
}
