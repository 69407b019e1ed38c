package dev.freshet.media.flv;

import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.AudioFormat;
import dev.freshet.media.codec.OpusHead;
import dev.freshet.media.codec.SyncFrame;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One audio track as its publisher told it so far; announces what changed, and only that. Owned by
/// its [AudioTagDemuxer].
final class AudioTrackState {
  private final int id;
  private final TrackOutput output;
  private int toldChannels;
  private int syncKey;
  private Track.@Nullable Audio announced;

  AudioTrackState(int id, TrackOutput output) {
    this.id = id;
    this.output = output;
  }

  int id() {
    return id;
  }

  /// The decoder configuration that the publisher sent; codecs that describe themselves in each
  /// frame have none, whatever a publisher sends.
  void config(AudioCodec codec, byte[] config) {
    switch (codec) {
      case AAC, OPUS, FLAC -> {
        Track.Audio before = announced;
        if (before == null || before.codec() != codec || !Arrays.equals(before.config(), config)) {
          announce(codec, config, AudioFormat.of(codec, config));
        }
      }
      case MP3, AC3, EAC3, G711A, G711U, SPEEX -> {}
    }
  }

  /// A configuration that holds as long as the publisher sends none.
  void defaultConfig(AudioCodec codec, byte[] config) {
    Track.Audio before = announced;
    if (before == null || before.codec() != codec) {
      config(codec, config);
    }
  }

  /// The format of a codec that has no configuration.
  void format(AudioCodec codec, AudioFormat format) {
    format(codec, Track.NONE, format);
  }

  /// @param config what MP4 wants, read from a frame; a change of it alone is none of the format
  private void format(AudioCodec codec, byte[] config, AudioFormat format) {
    Track.Audio before = announced;
    if (before == null
        || before.codec() != codec
        || before.sampleRate() != format.sampleRate()
        || before.channels() != format.channels()
        || before.samplesPerFrame() != format.samplesPerFrame()) {
      announce(codec, config, format);
    }
  }

  /// The number of channels, as told outside of the decoder configuration.
  void channels(int channels) {
    toldChannels = channels;
    Track.Audio before = announced;
    if (before != null && before.channels() == 0 && channels > 0) {
      AudioFormat format = new AudioFormat(before.sampleRate(), channels, before.samplesPerFrame());
      announce(before.codec(), before.config(), format);
    }
  }

  /// Whether a player could decode the frame, which makes the track where its codec tells enough.
  boolean takes(AudioCodec codec, ByteBuf frame) {
    switch (codec) {
      case MP3, AC3, EAC3 -> formatOfSyncFrame(codec, frame);
      case OPUS -> {
        boolean isStereo = (frame.getByte(frame.readerIndex()) & 4) != 0; // RFC 6716 3.1
        if (!isAnnounced(codec)) {
          config(codec, OpusHead.of(isStereo ? 2 : 1));
        }
      }
      case AAC, FLAC, G711A, G711U, SPEEX -> {}
    }
    return isAnnounced(codec);
  }

  private void formatOfSyncFrame(AudioCodec codec, ByteBuf frame) {
    int key = SyncFrame.key(codec, frame);
    if (key == syncKey && isAnnounced(codec)) {
      return;
    }
    syncKey = key;
    AudioFormat format = SyncFrame.format(codec, frame);
    if (format.sampleRate() > 0 || !isAnnounced(codec)) {
      format(codec, SyncFrame.config(codec, frame), format);
    }
  }

  private boolean isAnnounced(AudioCodec codec) {
    Track.Audio track = announced;
    return track != null && track.codec() == codec;
  }

  private void announce(AudioCodec codec, byte[] config, AudioFormat format) {
    int channels = format.channels() == 0 ? toldChannels : format.channels();
    Track.Audio track =
        new Track.Audio(id, codec, config, format.sampleRate(), channels, format.samplesPerFrame());
    announced = track;
    output.track(track);
  }
}
