package dev.freshet.hub;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import dev.freshet.media.GopHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A cluster that answers claims when and how a test says.
final class FakeLanding implements Landing {
  /// A claim that waits for its answer.
  record Question(Request request, Loop loop, Consumer<Answer> answer) {}

  private static final NodeId NODE = new NodeId("n1");

  final List<Question> questions = new ArrayList<>();
  final List<Epoch> released = new ArrayList<>();

  /// Who was told to publish, by `src`; `away` for nobody.
  final List<String> published = new ArrayList<>();

  final List<GopHeader.Limits> promised = new ArrayList<>();
  private final List<Question> open = new ArrayList<>();

  @Override
  public void land(Request request, Loop loop, Consumer<Answer> answer) {
    Question question = new Question(request, loop, answer);
    questions.add(question);
    open.add(question);
  }

  @Override
  public void published(StreamKey key, Epoch epoch, @Nullable PublishRequest by) {
    published.add(by == null ? "away" : by.identity().src());
  }

  @Override
  public void promised(StreamKey key, Epoch epoch, GopHeader.Limits limits) {
    promised.add(limits);
  }

  @Override
  public void release(StreamKey key, Epoch epoch) {
    released.add(epoch);
  }

  /// Answers any of the questions that [#answerAny] has not answered, in any way.
  void answerAny(Random random) {
    if (open.isEmpty()) {
      return;
    }
    Question question = open.remove(random.nextInt(open.size()));
    int index = questions.indexOf(question);
    if (random.nextInt(4) == 0) {
      lose(index);
    } else {
      land(index, index + 1);
    }
  }

  /// This node becomes the origin of the stream in question `index`.
  void land(int index, long term) {
    land(index, term, 0);
  }

  /// The same; the reign before had `previousTerm`.
  void land(int index, long term, long previousTerm) {
    land(index, term, previousTerm, GopHeader.Limits.NONE);
  }

  /// The same; players were promised something.
  void land(int index, long term, long previousTerm, GopHeader.Limits promised) {
    answer(index, new Answer.Landed(new Epoch(term, NODE), term * 10, previousTerm, promised));
  }

  /// The stream that landed with question `index` goes to another node.
  void letGo(int index, long term) {
    answer(index, new Answer.LetGo(new Epoch(term, NODE), "it is at another node now"));
  }

  /// Somebody else is.
  void lose(int index) {
    answer(
        index,
        new Answer.Lost(new Refusal(Refusal.Reason.STALE, "another node holds a newer claim")));
  }

  private void answer(int index, Answer answer) {
    Question question = questions.get(index);
    question.loop.post(() -> question.answer.accept(answer));
  }
}
