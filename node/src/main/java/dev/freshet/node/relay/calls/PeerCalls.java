package dev.freshet.node.relay.calls;

import dev.freshet.contract.node.CallLimits;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Loop;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.dial.Dialer;
import dev.freshet.protocol.relay.RelayMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Short questions to other nodes: pings over one connection, everything else over another, so that
/// a long answer delays no ping. Thread-safe; the connections are owned by one loop, which carries
/// no media.
///
/// A connection is made by the first question, kept for the next ones, and closed when none came
/// for a while, or when the other node left one unanswered.
public final class PeerCalls {
  /// Where to ask for what.
  private record Line(HostPort peer, RelayMessage.Channel channel) {}

  private final RelayNode node;
  private final Dialer dialer;
  private final Loop home;
  private final CallLimits limits;
  private final Map<Line, CallConnection> connections = new LinkedHashMap<>();
  private int open; // questions without an answer
  private boolean closed;

  /// @param dialer connects on `home`
  /// @param home where the connections live
  public PeerCalls(RelayNode node, Dialer dialer, Loop home) {
    this.node = node;
    this.dialer = dialer;
    this.home = home;
    this.limits = node.limits().calls();
  }

  /// Asks a node whether it is there.
  ///
  /// @param peer the address of its port between nodes
  /// @param timeoutMs how long it may take, the connection included
  /// @param loop where `answer` is called, once, later
  public void ping(HostPort peer, int timeoutMs, Loop loop, Consumer<PingAnswer> answer) {
    postBegin(
        new Line(peer, RelayMessage.Channel.PROBE),
        timeoutMs,
        new PingCall(home.clock(), told -> loop.post(() -> answer.accept(told))));
  }

  /// Asks a node something that its [dev.freshet.node.relay.Respondent] knows.
  ///
  /// @param peer the address of its port between nodes
  /// @param topic what the question is about
  /// @param question `cluster.maxCall` at most, as the answer
  /// @param timeoutMs how long it may take, the connection included
  /// @param loop where `answer` is called, once, later
  public void ask(
      HostPort peer,
      String topic,
      byte[] question,
      int timeoutMs,
      Loop loop,
      Consumer<AskAnswer> answer) {
    postBegin(
        new Line(peer, RelayMessage.Channel.CONTROL),
        timeoutMs,
        new AskCall(topic, question, told -> loop.post(() -> answer.accept(told))));
  }

  /// Closes all connections; what is asked from now on fails. Thread-safe.
  public void close() {
    home.post(() -> {
      closed = true;
      for (CallConnection connection : List.copyOf(connections.values())) {
        connection.end("lost", "this node is leaving");
      }
    });
  }

  private void postBegin(Line line, int timeoutMs, Call call) {
    home.post(() -> begin(line, timeoutMs, call));
  }

  private void begin(Line line, int timeoutMs, Call call) {
    if (closed) {
      call.failed("lost", "this node is leaving");
    } else if (call.bytes() > limits.maxBytes()) {
      refuse(call, call.bytes() + " bytes (expected: at most cluster.maxCall)");
    } else if (open >= limits.maxOpen()) {
      refuse(call, open + " questions have no answer yet (see cluster.maxCalls)");
    } else if (!connections.containsKey(line) && !makeRoom()) {
      refuse(call, connections.size() + " connections (see cluster.maxCallConnections)");
    } else {
      open++;
      connections.computeIfAbsent(line, this::connect).ask(call, timeoutMs);
    }
  }

  private void refuse(Call call, String reason) {
    node.counters().callsRefused.increment();
    call.failed("limit", reason);
  }

  /// Closes what nobody waits for, the oldest first, if there are too many.
  private boolean makeRoom() {
    for (CallConnection connection : new ArrayList<>(connections.values())) {
      if (connections.size() < limits.maxConnections()) {
        return true;
      }
      if (connection.isIdle()) {
        connection.end("lost", "others are needed more");
      }
    }
    return connections.size() < limits.maxConnections();
  }

  private CallConnection connect(Line line) {
    CallConnection connection =
        new CallConnection(
            node,
            line.peer,
            line.channel,
            home,
            new CallConnection.Owner() {
              @Override
              public void answered() {
                open--;
              }

              @Override
              public void closed(CallConnection ended) {
                connections.remove(line, ended);
              }
            });
    home.post(() -> connection.open(dialer)); // the map knows it by then
    return connection;
  }
}
