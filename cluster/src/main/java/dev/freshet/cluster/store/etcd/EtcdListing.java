package dev.freshet.cluster.store.etcd;

import dev.freshet.cluster.store.Entry;
import dev.freshet.cluster.store.Failed;
import dev.freshet.cluster.store.ListAnswer;
import dev.freshet.cluster.store.StorePrefix;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads everything below a prefix, page by page, all as of the first page's revision. Owned by the
/// store's loop.
final class EtcdListing {
  /// Values of the largest size fit in one message of the client's.
  private static final int PAGE_ENTRIES = 128;

  private final EtcdLink link;
  private final StorePrefix prefix;
  private final Consumer<ListAnswer> answer;
  private final List<Entry> entries = new ArrayList<>();
  private long revision;

  EtcdListing(EtcdLink link, StorePrefix prefix, Consumer<ListAnswer> answer) {
    this.link = link;
    this.prefix = prefix;
    this.answer = answer;
  }

  /// Any thread.
  void postStart() {
    page(prefix.path());
  }

  private void page(String from) {
    GetOption option =
        GetOption.builder()
            .withRange(EtcdClients.bytes(prefix.end()))
            .withLimit(PAGE_ENTRIES)
            .withRevision(revision) // 0: now
            .build();
    ByteSequence start = EtcdClients.bytes(from);
    link.<GetResponse>postCall(
        client -> client.getKVClient().get(start, option),
        this::take,
        thrown -> answer.accept(EtcdFaults.read(thrown)),
        (Failed failed) -> answer.accept(failed));
  }

  private void take(GetResponse page) {
    if (revision == 0) {
      revision = page.getHeader().getRevision();
    }
    entries.addAll(EtcdEntries.entries(page.getKvs()));
    if (page.isMore()) {
      String last = page.getKvs().getLast().getKey().toString(StandardCharsets.UTF_8);
      page(last + '\0');
    } else {
      answer.accept(new ListAnswer.Listed(revision, List.copyOf(entries)));
    }
  }
}
