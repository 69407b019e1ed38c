package dev.freshet.cluster.landing;

import dev.freshet.cluster.pace.Backoff;
import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.GetAnswer;
import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreKey;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.contract.Epoch;
import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.TakeoverPolicy;
import dev.freshet.contract.time.Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One stream that this node claims, holds or gives back. Owned by the landing's loop.
///
/// It knows what should stand in the store: its record, or, once given back, not its record.
/// Whatever happens, the next step is the same: look at what stands there and decide; so it does
/// not matter which answer was lost or which write was done after all. One call at most is under
/// way.
final class OriginClaim {
  /// The node's landing.
  interface Owner {
    /// Reads what stands in the store; null if it is nothing that can be read.
    @Nullable StreamRecord read(StreamKey key, @Nullable Entry entry);

    /// An epoch was seen. May come back to [OriginClaim#seen].
    void sees(StreamKey key, Epoch epoch);

    /// What this node knows of a stream without asking the store.
    @Nullable StreamRecord known(StreamKey key);

    /// Asks peers what they know; `done` when all have answered.
    void askPeers(StreamKey key, Runnable done);

    void landed(StreamRecord record);

    /// A claim or held stream is being given back.
    void givesBack(OriginClaim claim, StreamRecord record, boolean wasHeld);

    void over(OriginClaim claim);

    void tell(OriginEvent event);
  }

  private enum State {
    CLAIMING,
    HELD,
    RELEASING,
    OVER
  }

  private final LandingParts parts;
  private final Owner owner;
  private final ClaimRequest request;
  private final Consumer<ClaimAnswer> answer;
  private final StoreKey storeKey;
  private final Backoff backoff;
  private State state;
  private @Nullable StreamRecord record;
  private boolean confirmed;
  private boolean attempted;
  private boolean askedPeers;
  private boolean busy;
  private boolean again;
  private int conflicts;
  private long previousTerm;
  private Loop.@Nullable Timer deadline;
  private Loop.@Nullable Timer timer;

  private OriginClaim(
      LandingParts parts,
      Owner owner,
      ClaimRequest request,
      @Nullable StreamRecord record,
      Consumer<ClaimAnswer> answer) {
    this.parts = parts;
    this.owner = owner;
    this.request = request;
    this.record = record;
    this.answer = answer;
    this.state = record == null ? State.CLAIMING : State.RELEASING;
    this.storeKey = Origins.PREFIX.key(request.key().toString());
    this.backoff =
        new Backoff(parts.random(), parts.limits().retryMinMs(), parts.limits().retryMaxMs());
  }

  /// A claim that waits to be decided.
  static OriginClaim of(
      LandingParts parts, Owner owner, ClaimRequest request, Consumer<ClaimAnswer> answer) {
    return new OriginClaim(parts, owner, request, null, answer);
  }

  /// A reign that is over, whose record may still stand in the store.
  static OriginClaim leftover(LandingParts parts, Owner owner, StreamRecord record) {
    ClaimRequest none =
        new ClaimRequest(
            record.key(), record.publisher(), record.priority(), TakeoverPolicy.REFUSE, 0, 0);
    return new OriginClaim(parts, owner, none, record, _ -> {});
  }

  StreamKey key() {
    return request.key();
  }

  /// What this node holds; null while it does not.
  @Nullable StreamRecord held() {
    return state == State.HELD ? record : null;
  }

  boolean isClaiming() {
    return state == State.CLAIMING;
  }

  /// The answer once it is held.
  ClaimAnswer.Landed landed(StreamRecord mine) {
    return new ClaimAnswer.Landed(
        mine.epoch(), mine.firstSegment(), confirmed, previousTerm, mine.promise());
  }

  /// Its record, also one that it means to write or to delete.
  @Nullable StreamRecord record() {
    return record;
  }

  void begin() {
    if (state == State.CLAIMING) {
      deadline = parts.loop().schedule(parts.limits().admitMs(), this::admit);
    }
    look();
  }

  /// This node's publisher is another one, or away, or back.
  void publisher(String publisher, int priority, StreamRecord.State now) {
    if (state == State.HELD && record != null) {
      change(record.with(publisher, priority, now));
    }
  }

  /// This node has promised players something.
  void promise(StreamRecord.Promise promise) {
    if (state == State.HELD && record != null) {
      change(record.with(promise));
    }
  }

  private void change(StreamRecord next) {
    if (!next.equals(record)) {
      record = next;
      look();
    }
  }

  /// This node does not want it any more.
  void release() {
    switch (state) {
      case CLAIMING ->
          refuse(
              new ClaimAnswer.Refused(
                  ClaimAnswer.Reason.CANCELLED, "the claim was given back before it was decided"));
      case HELD -> {
        giveBack(true);
        look();
      }
      case RELEASING, OVER -> {}
    }
  }

  /// Somebody showed an epoch of this stream.
  void seen(Epoch epoch) {
    StreamRecord mine = record;
    if (mine == null || epoch.compareTo(mine.epoch()) <= 0) {
      return;
    }
    switch (state) {
      case CLAIMING ->
          refuse(
              new ClaimAnswer.Refused(
                  ClaimAnswer.Reason.STALE,
                  "node %s claimed the stream at the same time, and wins".formatted(epoch.node())));
      case HELD -> {
        giveBack(true);
        owner.tell(
            new OriginEvent.LetGo(
                key(),
                mine.epoch(),
                epoch,
                "the stream is published at node %s now".formatted(epoch.node())));
        look();
      }
      case RELEASING, OVER -> {}
    }
  }

  /// The watch told of this stream's entry; null if it was deleted.
  void listed(@Nullable StreamRecord stored) {
    boolean doubtful = state == State.HELD && !(record != null && record.equals(stored));
    if (doubtful && timer == null) {
      // an old backup tells so of all streams at once
      long spreadMs = parts.limits().reclaimSpreadMs();
      timer = parts.loop().schedule(parts.pace().delayMs(parts.nowMs(), spreadMs), this::timerDue);
    }
  }

  /// Stops all, without a word to the store.
  void abandon() {
    state = State.OVER;
    cancelTimers();
  }

  private void timerDue() {
    timer = null;
    look();
  }

  private void look() {
    if (busy) {
      again = true;
    } else if (state != State.OVER) {
      cancelTimer();
      busy = true;
      parts.store().get(storeKey, parts.loop(), this::took);
    }
  }

  private void took(GetAnswer looked) {
    busy = false;
    switch (looked) {
      case GetAnswer.Found(Entry entry) -> decide(entry);
      case GetAnswer.Absent _ -> decide(null);
      case Failed _ -> failed();
    }
    lookAgain();
  }

  private void lookAgain() {
    if (again && !busy) {
      again = false;
      look();
    }
  }

  private void decide(@Nullable Entry entry) {
    StreamRecord stored = owner.read(key(), entry);
    long revision = entry == null ? 0 : entry.revision();
    if (stored != null) {
      owner.sees(key(), stored.epoch()); // which may end this claim
    }
    switch (state) {
      case CLAIMING -> claim(stored, revision);
      case HELD -> hold(stored, revision);
      case RELEASING -> clear(stored, revision);
      case OVER -> {}
    }
  }

  private void claim(@Nullable StreamRecord stored, long revision) {
    StreamRecord planned = plan(stored);
    if (stored != null && stored.epoch().equals(planned.epoch())) {
      confirm(); // a write of ours that was thought to have failed
      return;
    }
    ClaimAnswer.Refused refused = refusal(stored, planned);
    if (refused != null) {
      refuse(refused);
    } else {
      write(planned, revision);
    }
  }

  private ClaimAnswer.@Nullable Refused refusal(
      @Nullable StreamRecord stored, StreamRecord planned) {
    return parts.judge().refusal(request, stored, parts.members().get(), planned.epoch().term());
  }

  /// The record of this claim, whose epoch is made once.
  private StreamRecord plan(@Nullable StreamRecord stored) {
    Epoch epoch = record == null ? nextEpoch(stored) : record.epoch();
    long firstSegment =
        Math.max(
            Math.max(epoch.term() / 100, request.nextSegment()), // tenths of a second
            stored == null ? 0 : stored.firstSegment() + 1);
    StreamRecord planned =
        new StreamRecord(
            key(),
            epoch,
            parts.bootId(),
            request.publisher(),
            request.priority(),
            StreamRecord.State.LIVE,
            firstSegment,
            parts.judge().takeovers(stored, parts.members().get(), epoch.term()),
            stored == null ? StreamRecord.Promise.NONE : stored.promise());
    record = planned;
    return planned;
  }

  private Epoch nextEpoch(@Nullable StreamRecord stored) {
    long highest = Math.max(request.highestSeenTerm(), parts.fence().highestTerm(key()));
    previousTerm = Math.max(highest, stored == null ? 0 : stored.epoch().term());
    return new Epoch(parts.terms().next(previousTerm), parts.self());
  }

  private void hold(@Nullable StreamRecord stored, long revision) {
    StreamRecord mine = record;
    if (mine != null && mine.equals(stored)) {
      confirm();
    } else if (mine != null) {
      write(mine, revision);
    }
  }

  private void clear(@Nullable StreamRecord stored, long revision) {
    if (stored == null || record == null || !stored.epoch().equals(record.epoch())) {
      end();
      return;
    }
    busy = true;
    parts.store().compareAndDelete(storeKey, revision, parts.loop(), this::took);
  }

  private void write(StreamRecord wanted, long expectedRevision) {
    busy = true;
    attempted = true;
    parts
        .store()
        .compareAndSet(
            storeKey,
            expectedRevision,
            StreamRecordText.write(wanted),
            LeaseId.NONE,
            parts.loop(),
            this::took);
  }

  private void took(WriteAnswer wrote) {
    busy = false;
    switch (wrote) {
      case WriteAnswer.Done _ -> done();
      case WriteAnswer.Conflict(@Nullable Entry current) -> conflict(current);
      case WriteAnswer.LeaseGone _, Failed _ -> failed();
    }
    lookAgain();
  }

  private void done() {
    switch (state) {
      case CLAIMING, HELD -> confirm();
      case RELEASING -> look(); // it was a delete, or a write that is not wanted any more
      case OVER -> {}
    }
  }

  private void conflict(@Nullable Entry current) {
    if (++conflicts % parts.limits().maxConflicts() == 0) {
      failed();
    } else {
      decide(current);
    }
  }

  private void failed() {
    if (state == State.CLAIMING && !askedPeers) {
      askedPeers = true;
      owner.askPeers(key(), this::admit);
    }
    if (state != State.OVER && timer == null && !busy) {
      boolean urgent = state == State.CLAIMING;
      long pacedMs = urgent ? 0 : parts.pace().delayMs(parts.nowMs(), 0);
      timer = parts.loop().schedule(backoff.nextMs() + pacedMs, this::timerDue);
    }
  }

  private void confirm() {
    backoff.reset();
    boolean first = !confirmed;
    confirmed = true;
    if (state == State.CLAIMING) {
      land();
    } else if (first && record != null) {
      owner.tell(new OriginEvent.Confirmed(key(), record.epoch()));
    }
  }

  /// Lets the publisher in without the store: it has waited long enough, or the store does not
  /// answer and the peers have.
  private void admit() {
    if (state != State.CLAIMING) {
      return;
    }
    StreamRecord known = owner.known(key());
    StreamRecord planned = plan(known);
    ClaimAnswer.Refused refused = refusal(known, planned);
    if (refused != null) {
      refuse(refused);
    } else {
      land();
    }
  }

  private void land() {
    StreamRecord mine = record;
    if (mine != null) {
      state = State.HELD;
      cancelDeadline();
      owner.sees(key(), mine.epoch());
      owner.landed(mine);
      answer.accept(landed(mine));
    }
  }

  private void refuse(ClaimAnswer.Refused refused) {
    if (attempted || busy) {
      giveBack(false); // a write may be done yet
      look();
    } else {
      end();
    }
    answer.accept(refused);
  }

  private void giveBack(boolean wasHeld) {
    state = State.RELEASING;
    cancelTimers();
    if (record != null) {
      owner.givesBack(this, record, wasHeld);
    } else {
      end();
    }
  }

  private void end() {
    state = State.OVER;
    cancelTimers();
    owner.over(this);
  }

  private void cancelTimers() {
    cancelDeadline();
    cancelTimer();
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
