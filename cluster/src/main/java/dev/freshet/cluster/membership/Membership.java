package dev.freshet.cluster.membership;

import dev.freshet.cluster.store.Change;
import dev.freshet.cluster.store.ClusterStore;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.StorePrefix;
import dev.freshet.cluster.store.Watch;
import dev.freshet.cluster.store.WatchEvent;
import dev.freshet.contract.NodeId;
import dev.freshet.contract.time.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Which nodes there are, as one node knows it, and that node's own place among them. Owned by one
/// loop: all is called and told there; a [MemberView] may go anywhere.
///
/// A node stands in the store under [#PREFIX] with a lease, and all see it through a watch. The
/// store says who comes; it does not say who is gone: a record that vanishes makes its node a
/// suspect, which is asked directly and removed only if it does not answer. A store that is away
/// changes nothing. With a [dev.freshet.cluster.store.snapshot.RememberingStore] the view is there
/// at the start, before the store has answered.
public final class Membership {
  /// Where nodes stand in the store.
  public static final StorePrefix PREFIX = new StorePrefix("nodes/");

  private final ClusterStore store;
  private final Loop loop;
  private final Consumer<MemberEvent> listener;
  private final NodeId self;
  private final Registration registration;
  private final Roster roster;
  private @Nullable Watch watch;
  private @Nullable MemberView view;
  private boolean begun;
  private boolean fromStore;

  /// @param record what this node says of itself at first
  /// @param listener told on `loop` after the view has changed
  public Membership(
      NodeRecord record,
      ClusterStore store,
      Probe probe,
      Loop loop,
      RandomGenerator random,
      MembershipLimits limits,
      Consumer<MemberEvent> listener) {
    this.store = store;
    this.loop = loop;
    this.listener = listener;
    this.self = record.id();
    this.registration = new Registration(record, store, probe, loop, random, limits, this::tell);
    this.roster = new Roster(probe, loop, random, limits, this::tell);
  }

  /// Begins to watch, and registers this node.
  public void start() {
    assert loop.inLoop();
    watch = store.watch(PREFIX, loop, this::take);
    registration.start();
  }

  /// All nodes known now, this one among them.
  public MemberView view() {
    assert loop.inLoop();
    if (view == null) {
      List<Member> members = new ArrayList<>(roster.members());
      members.add(new Member(registration.record(), Member.State.LISTED));
      view = new MemberView(members, fromStore);
    }
    return view;
  }

  /// This node takes nobody new from now on, and will leave.
  public void drain() {
    change(registration.record().with(Phase.DRAINING));
  }

  /// This node says something else of itself: its load, a new address. Written at most once in
  /// `minRewriteMs`.
  public void change(NodeRecord record) {
    assert loop.inLoop() && record.id().equals(self);
    view = null;
    registration.change(record);
  }

  /// Says goodbye.
  ///
  /// @param done when all has been told, or could not be in time
  public void leave(Runnable done) {
    assert loop.inLoop();
    closeWatch();
    registration.leave(done);
  }

  /// Those who vanished are gone indeed, an operator says: ends a freeze of removals.
  public void thaw() {
    assert loop.inLoop();
    roster.thaw();
  }

  /// Whether removals are frozen.
  public boolean isFrozen() {
    assert loop.inLoop();
    return roster.isFrozen();
  }

  /// Stops without a goodbye; the record stays until its lease ends.
  public void stop() {
    assert loop.inLoop();
    closeWatch();
    registration.abandon();
  }

  private void closeWatch() {
    if (watch != null) {
      watch.close();
    }
    roster.close();
  }

  private void take(WatchEvent event) {
    view = null;
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
    if (nameOf(change.key()).equals(self.value())) {
      registration.seen(change);
      return;
    }
    switch (change) {
      case Change.Put put -> put(put.entry());
      case Change.Deleted deleted -> vanished(nameOf(deleted.key()));
    }
  }

  private void put(Entry entry) {
    String name = nameOf(entry.key());
    if (name.equals(self.value())) {
      return; // of an earlier start; it is about to be written over
    }
    switch (NodeRecordText.read(entry.value())) {
      case NodeRecordText.ReadAnswer.Read(NodeRecord node) when node.id().value().equals(name) ->
          roster.listed(node);
      case NodeRecordText.ReadAnswer.Read(NodeRecord node) ->
          ignore(entry.key(), "it is of node " + node.id());
      case NodeRecordText.ReadAnswer.Unreadable(String reason) -> ignore(entry.key(), reason);
    }
  }

  private void vanished(String name) {
    if (name.length() <= 64 && !name.isEmpty()) {
      roster.vanished(new NodeId(name));
    }
  }

  private void ignore(StoreKey key, String reason) {
    tell(new MemberEvent.Ignored(key.path(), reason));
  }

  private static String nameOf(StoreKey key) {
    return PREFIX.nameOf(key);
  }

  private void tell(MemberEvent event) {
    view = null;
    listener.accept(event);
  }
}
