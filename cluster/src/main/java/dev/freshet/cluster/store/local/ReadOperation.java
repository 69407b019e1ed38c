package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.file.StoreRecord;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A look at the ledger.
final class ReadOperation<A> implements Operation {
  private final Function<Ledger, A> look;
  private final Consumer<A> seen;
  private final Consumer<Failed> failed;
  private @Nullable A answer;

  /// @param seen gets what was seen, on the store's loop
  ReadOperation(Function<Ledger, A> look, Consumer<A> seen, Consumer<Failed> failed) {
    this.look = look;
    this.seen = seen;
    this.failed = failed;
  }

  @Override
  public StoreRecord.@Nullable Mutation decide(Ledger ledger) {
    answer = look.apply(ledger);
    return null;
  }

  @Override
  public void deliver() {
    if (answer != null) {
      seen.accept(answer);
    }
  }

  @Override
  public void refuse(Failed failure) {
    failed.accept(failure);
  }
}
