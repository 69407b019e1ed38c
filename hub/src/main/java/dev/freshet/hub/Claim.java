package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.time.Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A publish request under way. Answered and cancelled on the publisher's loop, decided on the
/// stream's.
final class Claim implements Ticket {
  final PublishRequest request;
  final Publisher publisher;
  final Loop loop;
  final @Nullable Epoch epoch; // of frames that are stamped already; null: this node will
  private final Consumer<PublishAnswer> answer;
  private volatile boolean cancelled;
  private boolean answered;

  Claim(
      PublishRequest request,
      Publisher publisher,
      Loop loop,
      @Nullable Epoch epoch,
      Consumer<PublishAnswer> answer) {
    this.request = request;
    this.publisher = publisher;
    this.loop = loop;
    this.epoch = epoch;
    this.answer = answer;
  }

  @Override
  public void cancel() {
    assert loop.inLoop();
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /// Lets the publisher in. From any loop.
  void postAccept(Publication publication) {
    loop.post(() -> {
      if (cancelled) {
        publication.end(EndReason.CONNECTION_LOST);
      } else if (!answered) {
        answered = true;
        answer.accept(new PublishAnswer.Accepted(publication));
      }
    });
  }

  /// Keeps the publisher out. From any loop.
  void postRefuse(Refusal refusal) {
    loop.post(() -> {
      if (!cancelled && !answered) {
        answered = true;
        answer.accept(new PublishAnswer.Refused(refusal));
      }
    });
  }
}
