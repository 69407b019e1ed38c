package dev.freshet.protocol.relay;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.media.GopHeader;
import dev.freshet.media.StreamHeader;
import java.util.List;

/// What one node tells another, but for frames, which [RelayedFrames] reads without an object in
/// between. Values; their bytes must not be changed.
public sealed interface RelayMessage {
  /// What a connection is for. Each kind has connections of its own, so that a full media socket
  /// delays no probe.
  enum Channel {
    /// One relayed stream.
    MEDIA,
    /// Measurements of the way between two nodes.
    PROBE,
    /// Everything else: lookups, events, decisions.
    CONTROL
  }

  /// The first message of the node that connected.
  ///
  /// @param oldest the oldest version of this protocol that it speaks
  /// @param newest the newest one
  /// @param boot differs after each start of the node
  /// @param nonce 16 random bytes
  /// @param secrets which secrets it has, by [ClusterSecret#id()], the one it prefers first
  record Hello(
      int oldest,
      int newest,
      NodeId node,
      long boot,
      Channel channel,
      byte[] nonce,
      List<Integer> secrets)
      implements RelayMessage {
    public Hello {
      secrets = List.copyOf(secrets);
    }
  }

  /// The answer: the listener shows that it has the secret, and asks for the same.
  ///
  /// @param version the one that both speak from here on
  /// @param secret the one that was chosen, by [ClusterSecret#id()]
  /// @param proof of the listener, see [ClusterSecret]
  record Challenge(int version, NodeId node, long boot, byte[] nonce, int secret, byte[] proof)
      implements RelayMessage {
    /// The same without its proof: what the proof is of.
    Challenge unproven() {
      return with(new byte[0]);
    }

    /// The same with a proof.
    Challenge with(byte[] other) {
      return new Challenge(version, node, boot, nonce, secret, other);
    }
  }

  /// The connecting node's proof. What it wants may follow at once.
  record Proof(byte[] proof) implements RelayMessage {}

  /// The connection is open.
  ///
  /// @param unixUs the listener's wall clock
  record Welcome(long unixUs) implements RelayMessage {}

  /// The connection, or what was asked for on it, is refused; it closes.
  ///
  /// @param code stable, for programs, such as `wrong-secret`
  /// @param reason for people
  record Refused(String code, String reason) implements RelayMessage {}

  /// A measurement begins.
  ///
  /// @param unixUs the sender's wall clock
  record Ping(int number, long unixUs) implements RelayMessage {}

  /// It ends. With the time at which the pong arrives these are the four times of RFC 5905, section
  /// 8, from which round trip and clock offset follow.
  ///
  /// @param pingUnixUs what the ping said
  /// @param receivedUnixUs when it arrived, by the other clock
  /// @param sentUnixUs when this answer left, by the other clock
  /// @param loadPermille how loaded the answering node is, in thousandths of its limit
  record Pong(int number, long pingUnixUs, long receivedUnixUs, long sentUnixUs, int loadPermille)
      implements RelayMessage {}

  /// A question, whose content nobody on the way looks at.
  ///
  /// @param number differs among those that wait for an answer on this connection
  /// @param topic what it is about
  record Ask(int number, String topic, byte[] question) implements RelayMessage {}

  /// The answer to it.
  ///
  /// @param code empty, or why there is none: stable, for programs
  record Told(int number, String code, byte[] bytes) implements RelayMessage {}

  /// Where a subscription begins.
  sealed interface From {
    /// Where a new viewer would.
    record Live() implements From {}

    /// With the frame behind this one: a lossless switch of parents.
    record After(Epoch epoch, long sequence) implements From {}

    /// With the first frame of this segment, or the oldest one that is still held.
    record AtSegment(Epoch epoch, long segment) implements From {}
  }

  /// Asks for a stream.
  ///
  /// @param headersOnly frames come without their payloads: a warm standby
  /// @param path the nodes that would get the stream through this one, the asking node last;
  ///   whoever finds itself in it refuses
  /// @param hopsLeft how many more nodes the question may pass
  record Subscribe(StreamKey key, From from, boolean headersOnly, List<NodeId> path, int hopsLeft)
      implements RelayMessage {
    public Subscribe {
      path = List.copyOf(path);
    }
  }

  /// The stream comes.
  ///
  /// @param path the nodes that it takes, its origin first, the answering node last
  record Subscribed(Epoch epoch, List<NodeId> path) implements RelayMessage {
    public Subscribed {
      path = List.copyOf(path);
    }
  }

  /// Holds for all frames from here on.
  record StreamHeaderIs(StreamHeader header) implements RelayMessage {}

  /// Holds for all frames of the GOP that begins here.
  record GopHeaderIs(GopHeader gop) implements RelayMessage {}

  /// The child was slow: these frames will not come, the next one is an entry point.
  record Skipped(long frames) implements RelayMessage {}

  /// The stream is over.
  ///
  /// @param reason the name of why, as the hub calls it
  record Ended(String reason) implements RelayMessage {}

  /// Up the stream: somebody below needs an entry point.
  record KeyframeWanted() implements RelayMessage {}

  /// Up the stream: what the network below carries.
  record TargetBitrate(long bitsPerSecond) implements RelayMessage {}

  /// Up the stream: the publisher shall connect anew.
  record Reconnect() implements RelayMessage {}
}
