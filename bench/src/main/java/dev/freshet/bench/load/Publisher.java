package dev.freshet.bench.load;

import java.io.IOException;

/// One publisher of a crowd. Owned by its loop.
final class Publisher implements ConnectionOwner {
  private final PublisherCrowd crowd;
  private final PublisherGroup group;
  private final Conversation conversation;
  private final Connection connection;

  Publisher(
      PublisherCrowd crowd,
      PublisherGroup group,
      Conversation conversation,
      LoadLoop loop,
      int source,
      int port)
      throws IOException {
    this.crowd = crowd;
    this.group = group;
    this.conversation = conversation;
    connection = new Connection(loop, this, conversation, false, Pace.EAGER, source, port);
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void underWay(Connection ready) {
    int messageStream = conversation instanceof RtmpConversation rtmp ? rtmp.messageStream() : 0;
    group.add(ready, messageStream);
    crowd.underWay();
  }

  @Override
  public void ended(Connection broken, boolean wasUnderWay, String reason) {
    crowd.ended(wasUnderWay, reason);
  }
}
