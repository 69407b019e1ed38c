package dev.freshet.hub;

/// A request whose answer has not come yet. Owned by the caller's loop.
public interface Ticket {
  /// Withdraws the request: after this no answer comes, and what it had claimed is given back.
  void cancel();
}
