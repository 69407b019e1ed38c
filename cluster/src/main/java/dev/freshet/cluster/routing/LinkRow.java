package dev.freshet.cluster.routing;

/// One line of a node's link table, for the API. Immutable.
///
/// @param purpose why the link is measured: `active`, `candidate` or `idle`
/// @param reason why it is down; else empty
/// @param sinceMs so long it has been in its state
/// @param answeredAgoMs since the last answer; -1 if there was none
public record LinkRow(
    LinkKey link,
    LinkQuality quality,
    String purpose,
    String reason,
    long answers,
    long failures,
    long sinceMs,
    long answeredAgoMs) {}
