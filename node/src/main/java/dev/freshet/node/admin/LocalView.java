package dev.freshet.node.admin;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.Profile;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.PublishRequest;
import dev.freshet.hub.Stream;
import dev.freshet.hub.StreamRegistry;
import dev.freshet.hub.StreamSnapshot;
import dev.freshet.hub.ViewerAccount;
import dev.freshet.media.Track;
import dev.freshet.node.session.Session;
import dev.freshet.node.session.Sessions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The running node, as its admin port shows it. Thread-safe; asks a stream's loop and waits for
/// the answer.
public final class LocalView implements NodeView {
  /// What only the program knows.
  ///
  /// @param id of the node
  /// @param node everything but sessions and streams, which are filled in here
  /// @param services in force now
  /// @param reload reads the configuration again
  /// @param relay by which ways streams come from other nodes
  /// @param draining whether the node is leaving
  /// @param drain lets it leave
  public record Program(
      String id,
      Supplier<NodeStatus> node,
      Supplier<ServiceTable> services,
      Supplier<ReloadOutcome> reload,
      RelayedStreams relay,
      Supplier<Boolean> draining,
      Runnable drain) {}

  /// Knows how streams come from other nodes.
  public interface RelayedStreams {
    /// Tells it on another thread.
    ///
    /// @return whether the stream comes from elsewhere; else there is no answer
    boolean status(StreamKey key, Consumer<StreamStatus.RelayStatus> answer);
  }

  private final Program program;
  private final StreamRegistry registry;
  private final Sessions sessions;

  public LocalView(Program program, StreamRegistry registry, Sessions sessions) {
    this.program = program;
    this.registry = registry;
    this.sessions = sessions;
  }

  @Override
  public boolean ready() {
    return !program.draining().get();
  }

  @Override
  public NodeStatus node() {
    NodeStatus node = program.node().get();
    List<Session> all = sessions.all();
    long viewers = all.stream().filter(s -> s.role() == Session.Role.VIEWER).count();
    return new NodeStatus(
        node.id(),
        ready() ? "ready" : "draining",
        node.tier(),
        node.region(),
        node.uptimeMs(),
        registry.streams().size(),
        (int) (all.size() - viewers),
        (int) viewers,
        node.load(),
        node.listeners(),
        node.links());
  }

  @Override
  public List<StreamKey> streams() {
    return registry.streams().stream().map(Stream::key).toList();
  }

  @Override
  public @Nullable StreamStatus stream(StreamKey key) {
    Stream stream = registry.find(key);
    StreamSnapshot snapshot = stream == null ? null : await(stream);
    return stream == null || snapshot == null ? null : status(stream, snapshot);
  }

  private static @Nullable StreamSnapshot await(Stream stream) {
    CompletableFuture<StreamSnapshot> answer = new CompletableFuture<>();
    stream.snapshot(answer::complete);
    return LoopAnswer.await(answer).orElse(null);
  }

  private StreamStatus.@Nullable RelayStatus relay(StreamKey key) {
    CompletableFuture<StreamStatus.RelayStatus> answer = new CompletableFuture<>();
    return program.relay().status(key, answer::complete)
        ? LoopAnswer.await(answer).orElse(null)
        : null;
  }

  private StreamStatus status(Stream stream, StreamSnapshot snapshot) {
    List<StreamStatus.ViewerStatus> viewers = viewers(stream);
    Map<String, Integer> byProtocol = new TreeMap<>();
    viewers.forEach(viewer -> byProtocol.merge(viewer.protocol(), 1, Integer::sum));
    Profile profile = stream.service().profile();
    boolean video = snapshot.tracks().stream().anyMatch(Track.Video.class::isInstance);
    boolean audio = snapshot.tracks().stream().anyMatch(Track.Audio.class::isInstance);
    PublishRequest publisher = snapshot.publisher();
    Epoch epoch = snapshot.epoch();
    return new StreamStatus(
        stream.key().toString(),
        snapshot.state().label(),
        epoch == null ? program.id() : epoch.node().value(),
        epoch == null ? null : epoch.toString(),
        snapshot.segment(),
        profile.name(),
        publisher == null ? null : publisher(publisher, snapshot.publishedUnixMs()),
        relay(stream.key()),
        snapshot.tracks().stream().map(LocalView::track).toList(),
        snapshot.videoBps(),
        snapshot.audioBps(),
        Math.round(snapshot.videoFps() * 100) / 100.0,
        snapshot.gopMs(),
        snapshot.skewMs(),
        snapshot.totalFrames(),
        snapshot.totalBytes(),
        snapshot.takeovers(),
        byProtocol,
        viewers,
        video && snapshot.gopMs() > 0 ? GopCurve.at(profile, snapshot.gopMs()) : null,
        Advice.of(profile, snapshot.gopMs(), snapshot.skewMs(), video, audio));
  }

  private static StreamStatus.PublisherStatus publisher(PublishRequest request, long sinceMs) {
    return new StreamStatus.PublisherStatus(
        request.protocol(), request.remoteAddress(), Instant.ofEpochMilli(sinceMs).toString());
  }

  private static StreamStatus.TrackStatus track(Track track) {
    return switch (track) {
      case Track.Video v ->
          new StreamStatus.TrackStatus(
              v.id(), "video", v.codecLabel(), v.width(), v.height(), 0, 0);
      case Track.Audio a ->
          new StreamStatus.TrackStatus(
              a.id(), "audio", a.codecLabel(), 0, 0, a.sampleRate(), a.channels());
      case Track.Data d -> new StreamStatus.TrackStatus(d.id(), "data", d.codecLabel(), 0, 0, 0, 0);
    };
  }

  private List<StreamStatus.ViewerStatus> viewers(Stream stream) {
    List<Session> viewers =
        sessions.of(stream.key()).stream()
            .filter(session -> session.role() == Session.Role.VIEWER)
            .toList();
    Map<Session, ViewerAccount> accounts = Accounts.of(viewers);
    return viewers.stream()
        .map(session -> viewer(session, accounts.getOrDefault(session, ViewerAccount.NONE)))
        .toList();
  }

  private static StreamStatus.ViewerStatus viewer(Session session, ViewerAccount account) {
    return new StreamStatus.ViewerStatus(
        session.id(),
        session.protocol(),
        session.remoteAddress(),
        Instant.ofEpochMilli(session.startedUnixMs()).toString(),
        account.writtenBytes() + account.headerBytes(),
        account.headerBytes(),
        account.offeredBytes(),
        account.skippedBytes(),
        account.pendingBytes(),
        account.skippedFrames(),
        account.skips());
  }

  @Override
  public boolean kickPublisher(StreamKey key) {
    Stream stream = registry.find(key);
    if (stream == null) {
      return false;
    }
    stream.terminate(EndReason.KICKED);
    return true;
  }

  @Override
  public boolean kickViewer(StreamKey key, String viewerId) {
    Session session = sessions.find(viewerId);
    if (session == null || session.role() != Session.Role.VIEWER || !session.stream().equals(key)) {
      return false;
    }
    session.end(EndReason.KICKED);
    return true;
  }

  @Override
  public void drain() {
    program.drain().run();
  }

  @Override
  public ReloadOutcome reload() {
    return program.reload().get();
  }

  @Override
  public List<Profile> profiles() {
    return List.copyOf(new TreeMap<>(program.services().get().profiles()).values());
  }
}
