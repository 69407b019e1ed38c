package dev.freshet.media.flv;

import dev.freshet.media.MediaReceiver;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/// Reads the bodies of FLV tags, which are those of RTMP messages too, into tracks and frames.
/// Owned by its publisher's loop.
///
/// Nothing in a body is worth losing the stream for: what cannot be used is dropped and counted in
/// [#faults]. Payloads are slices of the body, retained for the receiver; the body's own reference
/// stays with the caller, its reader index does not.
///
/// Track ids tell kind and number: the video track that Enhanced RTMP numbers `n` is `3n`, the
/// audio track `n` is `3n + 1`; what is not multitrack is number 0. So the main tracks are 0 and 1.
/// Script messages are track 2.
public final class TagDemuxer {
  private final TagFaults faults;
  private final VideoTagDemuxer video;
  private final AudioTagDemuxer audio;
  private final ScriptTagDemuxer script;

  /// @param receiver called before each method returns
  public TagDemuxer(TagLimits limits, MediaReceiver receiver) {
    this(limits, receiver, _ -> {});
  }

  /// @param receiver called before each method returns
  /// @param observer hears of each tag, or track in one, that is dropped
  public TagDemuxer(TagLimits limits, MediaReceiver receiver, Consumer<TagFault> observer) {
    faults = new TagFaults(observer);
    TrackOutput output = new TrackOutput(limits, faults, receiver);
    video = new VideoTagDemuxer(output);
    audio = new AudioTagDemuxer(output);
    script = new ScriptTagDemuxer(output, limits.amf());
  }

  /// A video tag or an RTMP message of type 9.
  ///
  /// @param timestampMs unsigned 32 bits, as sent
  public void video(long timestampMs, ByteBuf body) {
    video.read(timestampMs * 1_000, body);
  }

  /// An audio tag or an RTMP message of type 8.
  ///
  /// @param timestampMs unsigned 32 bits, as sent
  public void audio(long timestampMs, ByteBuf body) {
    audio.read(timestampMs * 1_000, body);
  }

  /// A script tag or an RTMP message of type 18; of type 15, which is AMF3, without its first byte.
  ///
  /// @param timestampMs unsigned 32 bits, as sent
  public void script(long timestampMs, ByteBuf body) {
    script.read(timestampMs * 1_000, body);
  }

  /// What was dropped.
  public TagFaults faults() {
    return faults;
  }
}
