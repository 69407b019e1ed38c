package dev.freshet.bench.load;

/// A socket that a [LoadLoop] watches. Owned by that loop.
interface LoopSocket {
  /// Does what the socket is ready for, as [dev.freshet.bench.linux.Epoll] says it.
  void ready(int readiness);

  /// Closes from this side.
  void leave();
}
