package dev.freshet.hub;

import dev.freshet.contract.StreamKey;
import dev.freshet.contract.service.ServiceConfig;

/// Somebody wants to publish.
///
/// @param key the stream
/// @param service what its customer configured
/// @param identity who it is
/// @param priority the `priority` parameter, 0 if none; counts under [TakeoverPolicy#PRIORITY]
/// @param protocol such as `rtmp`, for people
/// @param remoteAddress for people
/// @param timeWrapUs where the protocol's timestamps wrap, in us; 0 if they do not
public record PublishRequest(
    StreamKey key,
    ServiceConfig service,
    PublisherIdentity identity,
    int priority,
    String protocol,
    String remoteAddress,
    long timeWrapUs) {}
