package dev.freshet.cluster.store.local;

import dev.freshet.cluster.store.LeaseId;
import dev.freshet.cluster.store.StoreClient;
import dev.freshet.cluster.store.StoreLimits;
import dev.freshet.cluster.store.StoreThread;
import dev.freshet.cluster.store.WriteAnswer;
import dev.freshet.contract.time.Clock;
import java.nio.file.Path;

/// A process that writes one value after the other and says which are acknowledged, until it is
/// killed.
public final class KilledWriter {
  private KilledWriter() {}

  public static void main(String[] args) {
    StoreThread thread = new StoreThread("store", Clock.system());
    LocalStore.OpenAnswer opened =
        LocalStore.open(Path.of(args[0]), thread, StoreLimits.DEFAULT, 2_000, System.err::println);
    if (!(opened instanceof LocalStore.OpenAnswer.Opened store)) {
      throw new IllegalStateException(opened.toString());
    }
    StoreClient client = new StoreClient(store.store().connect(), thread(args));
    long expected = 0;
    for (int i = 0; ; i++) {
      WriteAnswer answer = client.set("k/n", expected, "v" + i, LeaseId.NONE);
      if (answer instanceof WriteAnswer.Done done) {
        expected = done.revision();
        System.out.println("v" + i + " at " + expected);
        System.out.flush();
      }
    }
  }

  private static StoreThread thread(String[] args) {
    return new StoreThread("caller of " + args[0], Clock.system());
  }
}
