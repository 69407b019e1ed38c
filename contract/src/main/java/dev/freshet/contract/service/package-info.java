/// What a customer configures: [ServiceConfig] and the latency [Profile]s it picks from.
@NullMarked
package dev.freshet.contract.service;

import org.jspecify.annotations.NullMarked;
