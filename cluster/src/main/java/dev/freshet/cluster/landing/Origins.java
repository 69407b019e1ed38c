package dev.freshet.cluster.landing;

import dev.freshet.cluster.membership.MemberView;
import dev.freshet.cluster.pace.Pace;
import dev.freshet.cluster.rendezvous.Rendezvous;
import dev.freshet.cluster.store.Change;
import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.Watch;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Clock;
import dev.freshet.contract.time.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The origin of each stream, as one node knows it: which streams are its own, and where the others
/// are. Owned by one loop: all is called and told there.
///
/// A publisher is let in by a claim. Claims are settled by compare-and-set on the stream's entry
/// below [#PREFIX]; where the store does not answer, the higher epoch wins as soon as nodes hear of
/// one another. Whoever sees a higher epoch of a stream that it holds lets go.
public final class Origins {
  /// Where streams stand in the store.
  public static final StorePrefix PREFIX = new StorePrefix("streams/");

  private static final long ANNOUNCE_SOON_MS = 200;

  private final LandingParts parts;
  private final Consumer<OriginEvent> listener;
  private final ClaimDesk desk = new ClaimDesk();
  private final StreamDirectory directory;
  private final Lookups lookups;
  private final Announcer announcer;
  private final Map<StreamKey, OriginClaim> claims = new HashMap<>();
  private final Map<Reign, OriginClaim> closing = new HashMap<>();
  private final Map<StreamKey, Long> orphanSinceMs = new HashMap<>();
  private final Map<StreamKey, List<NodeId>> responsible = new HashMap<>();
  private List<NodeId> rankedNodes = List.of();
  private @Nullable Watch watch;
  private boolean begun;
  private boolean fromStore;
  private boolean announceDue;
  private boolean stopped;

  private record Reign(StreamKey key, Epoch epoch) {}

  /// @param members the membership's view; [#membersChanged] is called when it is another one
  /// @param clock wall-clock time, corrected by what is known of its error
  /// @param listener told on `loop`
  public Origins(
      NodeId self,
      long bootId,
      ClusterStore store,
      Supplier<MemberView> members,
      AskPeers peers,
      Loop loop,
      Clock clock,
      RandomGenerator random,
      LandingLimits limits,
      Consumer<OriginEvent> listener) {
    this(
        new LandingParts(
            self,
            bootId,
            store,
            members,
            loop,
            random,
            limits,
            new TermClock(clock, limits.maxLeadMs()),
            new EpochFence(limits.maxRemembered()),
            new TakeoverJudge(self, limits),
            new Pace(random, limits.maxReclaimsPerSecond())),
        peers,
        listener);
  }

  Origins(LandingParts parts, AskPeers peers, Consumer<OriginEvent> listener) {
    this.parts = parts;
    this.listener = listener;
    this.directory = new StreamDirectory(parts.limits());
    this.lookups = new Lookups(parts, peers, this::responsible, this::hear);
    this.announcer =
        new Announcer(
            parts.limits(), peers, this::responsible, known -> sees(known.key(), known.epoch()));
  }

  /// Begins to watch.
  public void start() {
    assert parts.loop().inLoop();
    watch = parts.store().watch(PREFIX, parts.loop(), this::take);
    tickLater();
  }

  /// Stops without giving anything back: what is held stays where it is.
  public void stop() {
    assert parts.loop().inLoop();
    stopped = true;
    if (watch != null) {
      watch.close();
    }
    claims.values().forEach(OriginClaim::abandon);
    closing.values().forEach(OriginClaim::abandon);
  }

  /// Claims a stream for a publisher. A stream that this node holds already is its own at once, in
  /// the same epoch.
  ///
  /// @param answer called once, later or at once
  public void claim(ClaimRequest request, Consumer<ClaimAnswer> answer) {
    assert parts.loop().inLoop();
    OriginClaim present = claims.get(request.key());
    StreamRecord held = present == null ? null : present.held();
    if (present != null && held != null) {
      present.publisher(request.publisher(), request.priority(), StreamRecord.State.LIVE);
      answer.accept(present.landed(held));
    } else if (present != null) {
      answer.accept(limit("a claim for this stream is under way at this node"));
    } else if (claims.size() >= parts.limits().maxClaims()) {
      answer.accept(limit("maxClaims (%d) is reached".formatted(parts.limits().maxClaims())));
    } else {
      OriginClaim claim = OriginClaim.of(parts, desk, request, answer);
      claims.put(request.key(), claim);
      claim.begin();
    }
  }

  private static ClaimAnswer.Refused limit(String detail) {
    return new ClaimAnswer.Refused(ClaimAnswer.Reason.LIMIT, detail);
  }

  /// The publisher of a stream that this node holds is another one, or away, or back.
  public void publisher(StreamKey key, String publisher, int priority, StreamRecord.State state) {
    assert parts.loop().inLoop();
    OriginClaim claim = claims.get(key);
    if (claim != null) {
      claim.publisher(publisher, priority, state);
    }
  }

  /// What players of a stream that this node holds have been promised.
  public void promise(StreamKey key, StreamRecord.Promise promise) {
    assert parts.loop().inLoop();
    OriginClaim claim = claims.get(key);
    if (claim != null) {
      claim.promise(promise);
    }
  }

  /// Gives a stream back: it has ended here. Does nothing if this node does not hold that reign.
  public void release(StreamKey key, Epoch epoch) {
    assert parts.loop().inLoop();
    OriginClaim claim = claims.get(key);
    StreamRecord held = claim == null ? null : claim.held();
    if (claim != null && held != null && held.epoch().equals(epoch)) {
      claim.release();
    }
  }

  /// Takes back a claim that has not been answered; its answer is then `CANCELLED`.
  public void cancel(StreamKey key) {
    assert parts.loop().inLoop();
    OriginClaim claim = claims.get(key);
    if (claim != null && claim.isClaiming()) {
      claim.release();
    }
  }

  /// Where a stream is, from memory; null if this node does not know.
  public @Nullable StreamRecord find(StreamKey key) {
    assert parts.loop().inLoop();
    OriginClaim claim = claims.get(key);
    StreamRecord held = claim == null ? null : claim.held();
    return held != null ? held : elsewhere(key);
  }

  private @Nullable StreamRecord elsewhere(StreamKey key) {
    StreamRecord known = directory.find(key, parts.nowMs());
    // that this node is the origin, only the node itself can say
    return known == null || known.origin().equals(parts.self()) ? null : known;
  }

  /// Where a stream is, from memory or else from the nodes that rendezvous hashing names.
  ///
  /// @param answer called once, later or at once
  public void locate(StreamKey key, Consumer<Whereabouts> answer) {
    StreamRecord known = find(key);
    if (known != null) {
      answer.accept(new Whereabouts.At(known));
    } else {
      lookups.locate(key, answer);
    }
  }

  /// Asks peers although this node knows an origin: that one does not answer.
  ///
  /// @param answer called once, later or at once, with the newest that is known then
  public void askAround(StreamKey key, Consumer<Whereabouts> answer) {
    assert parts.loop().inLoop();
    lookups.locate(
        key, found -> answer.accept(found instanceof Whereabouts.At ? found : answer(key)));
  }

  /// The origin that `stream` names says that it does not hold that reign: it is over, whatever the
  /// store says. The stream may be elsewhere: [#locate] asks again.
  public void disproved(StreamRecord stream) {
    assert parts.loop().inLoop();
    hear(stream.with(stream.publisher(), stream.priority(), StreamRecord.State.ENDED));
  }

  /// Whether what comes with `epoch` may be used: it is the highest that this node has seen. Else
  /// it is dropped, and its sender told [#highest].
  public boolean obeys(StreamKey key, Epoch epoch) {
    assert parts.loop().inLoop();
    sees(key, epoch);
    return epoch.equals(parts.fence().highest(key));
  }

  /// The highest epoch that this node has seen of a stream.
  public @Nullable Epoch highest(StreamKey key) {
    return parts.fence().highest(key);
  }

  /// A node told that it has seen `epoch`: the answer to something older that this node sent.
  public void stale(StreamKey key, Epoch epoch) {
    assert parts.loop().inLoop();
    sees(key, epoch);
  }

  /// What a peer that asks gets.
  public Whereabouts answer(StreamKey key) {
    StreamRecord known = find(key);
    return known == null ? new Whereabouts.Unknown() : new Whereabouts.At(known);
  }

  /// A peer told of streams that it holds.
  ///
  /// @return of which this node knows a newer epoch
  public List<AskPeers.Newer> announced(List<StreamRecord> streams) {
    assert parts.loop().inLoop();
    List<AskPeers.Newer> newer = new ArrayList<>();
    for (StreamRecord stream : streams) {
      hear(stream);
      Epoch highest = highest(stream.key());
      if (highest != null && highest.compareTo(stream.epoch()) > 0) {
        newer.add(new AskPeers.Newer(stream.key(), highest));
      }
    }
    return newer;
  }

  /// The members are others than before: the streams held here are announced to whom they name now.
  public void membersChanged() {
    assert parts.loop().inLoop();
    if (!announceDue) {
      announceDue = true;
      parts.loop().schedule(ANNOUNCE_SOON_MS, this::announceAll);
    }
  }

  /// The streams that this node holds.
  public List<StreamRecord> held() {
    assert parts.loop().inLoop();
    List<StreamRecord> held = new ArrayList<>();
    for (OriginClaim claim : claims.values()) {
      StreamRecord record = claim.held();
      if (record != null) {
        held.add(record);
      }
    }
    return held;
  }

  /// The streams that stand in the store, as far as this node knows.
  public List<StreamRecord> listed() {
    assert parts.loop().inLoop();
    return List.copyOf(directory.listed());
  }

  private void hear(StreamRecord stream) {
    if (stream.origin().equals(parts.self())) {
      sees(stream.key(), stream.epoch()); // of an earlier start, or it would know itself
      return;
    }
    StreamRecord before = find(stream.key());
    directory.hear(stream, parts.nowMs());
    sees(stream.key(), stream.epoch());
    tellDifference(stream.key(), before);
  }

  private void take(WatchEvent event) {
    switch (event) {
      case WatchEvent.State state -> {
        fromStore = state.source() == WatchEvent.Source.STORE;
        state.entries().forEach(this::put);
      }
      case WatchEvent.Changed changed -> {
        fromStore = begun;
        changed.changes().forEach(this::take);
      }
    }
    begun = true;
  }

  private void take(Change change) {
    switch (change) {
      case Change.Put put -> put(put.entry());
      case Change.Deleted(StoreKey deleted) -> {
        StreamKey key = keyOf(deleted);
        if (key != null) {
          changeListing(key, null);
        }
      }
    }
  }

  private void put(Entry entry) {
    StreamKey key = keyOf(entry.key());
    StreamRecord stored = key == null ? null : read(key, entry);
    if (key != null && stored != null) {
      changeListing(key, stored);
    }
  }

  private void changeListing(StreamKey key, @Nullable StreamRecord stored) {
    StreamRecord before = find(key);
    if (stored == null) {
      directory.unlist(key);
    } else {
      directory.list(stored);
      sees(key, stored.epoch());
      clearOwnLeftover(stored);
    }
    OriginClaim claim = claims.get(key);
    if (claim != null) {
      claim.listed(stored);
    }
    tellDifference(key, before);
  }

  private void tellDifference(StreamKey key, @Nullable StreamRecord before) {
    StreamRecord now = find(key);
    if (now == null && before != null) {
      tell(new OriginEvent.Ended(key));
    } else if (now != null && (before == null || !before.epoch().equals(now.epoch()))) {
      lookups.appeared(now);
      tell(new OriginEvent.Appeared(now));
    }
  }

  private static @Nullable StreamKey keyOf(StoreKey stored) {
    try {
      return StreamKey.of(PREFIX.nameOf(stored));
    } catch (IllegalArgumentException e) {
      return null; // nobody can ask for it
    }
  }

  private void tickLater() {
    long everyMs = parts.limits().announceEveryMs();
    parts
        .loop()
        .schedule(everyMs * 4 / 5 + parts.random().nextLong(everyMs * 2 / 5 + 1), this::tick);
  }

  private void tick() {
    if (!stopped) {
      directory.forgetOld(parts.nowMs());
      announceAll();
      if (fromStore) {
        listed().forEach(this::clearOwnLeftover);
        clearOrphans();
      }
      tickLater();
    }
  }

  private void announceAll() {
    announceDue = false;
    if (!stopped) {
      announcer.announce(held());
    }
  }

  /// The nodes that are told of a stream, and asked for it: by hashing, without this one.
  private List<NodeId> responsible(StreamKey key) {
    List<NodeId> nodes = parts.members().get().serving();
    if (!nodes.equals(rankedNodes)) {
      rankedNodes = nodes;
      responsible.clear();
    }
    if (responsible.size() > parts.limits().maxRemembered()) {
      responsible.clear();
    }
    return responsible.computeIfAbsent(key, _ -> rank(key, nodes));
  }

  private List<NodeId> rank(StreamKey key, List<NodeId> nodes) {
    return Rendezvous.top(key.toString(), nodes, parts.limits().lookupPeers()).stream()
        .filter(node -> !node.equals(parts.self()))
        .toList();
  }

  /// Deletes an entry that says that this node is the origin, and it is not.
  private void clearOwnLeftover(StreamRecord stored) {
    boolean own = stored.origin().equals(parts.self());
    if (own && fromStore && !claims.containsKey(stored.key())) {
      close(stored);
      tellEnded(stored); // else peers believe what they heard for a while
    }
  }

  private void tellEnded(StreamRecord record) {
    announcer.announce(
        List.of(record.with(record.publisher(), record.priority(), StreamRecord.State.ENDED)));
  }

  /// Deletes entries of nodes that are gone: one node, which hashing names, does it for all.
  private void clearOrphans() {
    MemberView members = parts.members().get();
    for (StreamRecord stored : listed()) {
      if (!members.knowsGone(stored.origin())) {
        orphanSinceMs.remove(stored.key());
      } else if (isOrphanForLong(stored.key()) && isFirst(stored.key(), members)) {
        close(stored);
      }
    }
    orphanSinceMs.keySet().removeIf(key -> directory.find(key, parts.nowMs()) == null);
  }

  private boolean isOrphanForLong(StreamKey key) {
    long sinceMs = orphanSinceMs.computeIfAbsent(key, _ -> parts.nowMs());
    return parts.nowMs() - sinceMs >= parts.limits().orphanAfterMs();
  }

  private boolean isFirst(StreamKey key, MemberView members) {
    List<NodeId> first = Rendezvous.top(key.toString(), members.serving(), 1);
    return !first.isEmpty() && first.getFirst().equals(parts.self());
  }

  private void close(StreamRecord stored) {
    Reign reign = new Reign(stored.key(), stored.epoch());
    if (!closing.containsKey(reign) && closing.size() < parts.limits().maxClaims()) {
      OriginClaim leftover = OriginClaim.leftover(parts, desk, stored);
      closing.put(reign, leftover);
      leftover.begin();
    }
  }

  private @Nullable StreamRecord read(StreamKey key, @Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    return switch (StreamRecordText.read(entry.value())) {
      case StreamRecordText.ReadAnswer.Read(StreamRecord stored) when stored.key().equals(key) ->
          stored;
      case StreamRecordText.ReadAnswer.Read(StreamRecord stored) ->
          ignored(key, "it is of stream " + stored.key());
      case StreamRecordText.ReadAnswer.Unreadable(String reason) -> ignored(key, reason);
    };
  }

  private @Nullable StreamRecord ignored(StreamKey key, String reason) {
    tell(new OriginEvent.Ignored(key, reason));
    return null;
  }

  private void sees(StreamKey key, Epoch epoch) {
    parts.terms().observe(epoch.term());
    OriginClaim claim = claims.get(key);
    if (parts.fence().raise(key, epoch) && claim != null) {
      claim.seen(epoch);
    }
  }

  private void tell(OriginEvent event) {
    listener.accept(event);
  }

  /// What a claim may do with the landing that it belongs to.
  private final class ClaimDesk implements OriginClaim.Owner {
    @Override
    public @Nullable StreamRecord read(StreamKey key, @Nullable Entry entry) {
      return Origins.this.read(key, entry);
    }

    @Override
    public void sees(StreamKey key, Epoch epoch) {
      Origins.this.sees(key, epoch);
    }

    @Override
    public void tell(OriginEvent event) {
      Origins.this.tell(event);
    }

    @Override
    public @Nullable StreamRecord known(StreamKey key) {
      return directory.find(key, parts.nowMs());
    }

    @Override
    public void askPeers(StreamKey key, Runnable done) {
      lookups.ask(key, done);
    }

    @Override
    public void landed(StreamRecord record) {
      lookups.appeared(record);
      announcer.announce(List.of(record));
    }

    @Override
    public void givesBack(OriginClaim claim, StreamRecord record, boolean wasHeld) {
      claims.remove(claim.key(), claim);
      if (closing.size() < parts.limits().maxClaims()) {
        closing.put(new Reign(record.key(), record.epoch()), claim);
      }
      if (wasHeld) {
        tellEnded(record);
      }
    }

    @Override
    public void over(OriginClaim claim) {
      claims.remove(claim.key(), claim);
      StreamRecord record = claim.record();
      if (record != null) {
        closing.remove(new Reign(record.key(), record.epoch()), claim);
      }
    }
  }
}
