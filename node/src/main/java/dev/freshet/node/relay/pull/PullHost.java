package dev.freshet.node.relay.pull;

import dev.freshet.hub.StreamRegistry;
import dev.freshet.node.relay.RelayNode;
import dev.freshet.node.relay.dial.Dialer;

/// What all pulls of a node share. Immutable.
record PullHost(
    RelayNode node, StreamFinder finder, Dialer dialer, StreamRegistry registry, Pulls pulls) {}
