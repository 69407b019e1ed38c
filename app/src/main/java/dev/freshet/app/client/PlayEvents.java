package dev.freshet.app.client;

import dev.freshet.media.flv.TagType;
import dev.freshet.protocol.rtmp.ClockSample;
import io.netty.buffer.ByteBuf;

/// What a [PlayLink] brings. Called on its loop.
interface PlayEvents {
  /// The server plays; tags follow.
  void started();

  /// A script message, a picture or sound, codec headers among them.
  ///
  /// @param timestampMs unsigned 32 bits, as sent
  /// @param body its reference stays with the caller
  void tag(TagType type, long timestampMs, ByteBuf body);

  /// When the next picture or sound reached its origin, by the origin's clock.
  void ingestClock(long ingestUnixUs);

  /// The server told its time.
  void clock(ClockSample sample);

  /// The link goes on over another connection; what was played may come again.
  void reconnected();

  /// Something that is worth a line.
  void notice(String text);

  /// It is over. Told once, and nothing after it.
  void ended(Ending ending);
}
