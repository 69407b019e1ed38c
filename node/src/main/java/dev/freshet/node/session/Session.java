package dev.freshet.node.session;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.Viewer;
import dev.freshet.hub.ViewerAccount;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One client's publication or viewing on this node. Owned by the client's loop; its facts may be
/// read from anywhere.
public final class Session {
  /// What the client does.
  public enum Role {
    PUBLISHER,
    VIEWER
  }

  private final String id;
  private final Role role;
  private final String protocol;
  private final StreamKey stream;
  private final String remoteAddress;
  private final long startedUnixMs;
  private final Loop loop;
  private final Consumer<EndReason> kick;
  private volatile @Nullable Viewer viewer;
  private volatile Supplier<ViewerAccount> account = () -> ViewerAccount.NONE;

  Session(
      String id,
      Role role,
      String protocol,
      StreamKey stream,
      String remoteAddress,
      long startedUnixMs,
      Loop loop,
      Consumer<EndReason> kick) {
    this.id = id;
    this.role = role;
    this.protocol = protocol;
    this.stream = stream;
    this.remoteAddress = remoteAddress;
    this.startedUnixMs = startedUnixMs;
    this.loop = loop;
    this.kick = kick;
  }

  /// Unique on this node since it started.
  public String id() {
    return id;
  }

  public Role role() {
    return role;
  }

  /// Such as `rtmp`, `http-flv`, `ws-flv`, `hls-ll`.
  public String protocol() {
    return protocol;
  }

  public StreamKey stream() {
    return stream;
  }

  public String remoteAddress() {
    return remoteAddress;
  }

  public long startedUnixMs() {
    return startedUnixMs;
  }

  /// Where its connection lives.
  public Loop loop() {
    return loop;
  }

  /// The viewer's cursor; null for publishers, and for viewers who fetch segments.
  public @Nullable Viewer viewer() {
    return viewer;
  }

  /// Says which cursor is this session's.
  public void watch(Viewer cursor) {
    viewer = cursor;
    account = cursor::account;
  }

  /// Says where the account of a viewer without a cursor comes from; asked on [#loop].
  public void count(Supplier<ViewerAccount> viewing) {
    account = viewing;
  }

  /// What became of the stream's bytes at this viewer. On its loop.
  public ViewerAccount account() {
    return account.get();
  }

  /// Ends the session from outside. Thread-safe.
  public void end(EndReason reason) {
    loop.post(() -> kick.accept(reason));
  }
}
