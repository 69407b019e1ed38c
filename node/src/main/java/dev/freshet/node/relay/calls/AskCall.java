package dev.freshet.node.relay.calls;

import dev.freshet.protocol.relay.RelayMessage;
import java.util.function.Consumer;

/// A question about a topic on its way. Owned by the loop of [PeerCalls].
final class AskCall implements Call {
  private final String topic;
  private final byte[] question;
  private final Consumer<AskAnswer> answer;

  AskCall(String topic, byte[] question, Consumer<AskAnswer> answer) {
    this.topic = topic;
    this.question = question;
    this.answer = answer;
  }

  @Override
  public int bytes() {
    return question.length;
  }

  @Override
  public RelayMessage ask(int number) {
    return new RelayMessage.Ask(number, topic, question);
  }

  @Override
  public void answered(Peer peer, RelayMessage message) {
    if (!(message instanceof RelayMessage.Told told)) {
      failed("lost", "another answer than one to a question");
    } else if (told.code().isEmpty()) {
      answer.accept(new AskAnswer.Answered(peer, told.bytes()));
    } else {
      failed(told.code(), peer.node() + " does not answer to " + topic);
    }
  }

  @Override
  public void failed(String code, String reason) {
    answer.accept(new AskAnswer.Failed(code, reason));
  }
}
