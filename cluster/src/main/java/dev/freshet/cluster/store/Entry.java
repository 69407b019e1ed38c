package dev.freshet.cluster.store;

/// A key and what is there.
///
/// @param revision of its last change, what the next compare-and-set expects; at least 1
/// @param lease the lease it goes with, or [LeaseId#NONE]
public record Entry(StoreKey key, StoreValue value, long revision, LeaseId lease) {}
