package dev.freshet.media.mpegts;

import dev.freshet.media.Frame;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AdtsHeader;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.OpusHead;
import dev.freshet.media.codec.OpusPacket;
import dev.freshet.media.codec.SyncFrame;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes sound: frames that follow each other without a gap share a PES packet of up to
/// [#MAX_PES_US], whose time is exactly its first frame's. Owned by one segment.
final class AudioPesWriter {
  /// Most sound in one PES packet.
  static final long MAX_PES_US = 100_000;

  /// A frame further than this from where its predecessor ends begins a PES packet of its own.
  static final long TOLERANCE_US = 500;

  /// Most bytes of frames in one PES packet, whose length has 16 bits.
  static final int MAX_PES_BYTES = 65_000;

  private static final int OPUS_CONTROL = 0x7FE0; // control_header_prefix, no flags
  private static final int OPUS_CONTROL_BYTES = 2;

  private final int streamId;
  private final boolean isAlone;
  private final ByteBuf out;
  private final List<Pes> packets;
  private Track.@Nullable Audio configured;
  private @Nullable AdtsHeader adts;

  // the open PES packet
  private @Nullable Frame first;
  private int at;
  private int headerBytes;
  private long rate;
  private long samples;
  private boolean endIsKnown;

  /// @param streamId of the track's coding
  /// @param isAlone whether there are no pictures: then sound carries the clock, and each PES
  ///   packet may be entered
  /// @param out takes the bytes
  /// @param packets takes the PES packets
  AudioPesWriter(int streamId, boolean isAlone, ByteBuf out, List<Pes> packets) {
    this.streamId = streamId;
    this.isAlone = isAlone;
    this.out = out;
    this.packets = packets;
  }

  /// Writes `frame`, which is of the segment's audio track and not before the one before.
  ///
  /// @return false if MPEG-TS cannot carry it
  boolean write(Frame frame) {
    if (!(frame.track() instanceof Track.Audio track)) {
      return false;
    }
    configure(track);
    int bytes = bytes(track, frame.payload());
    if (bytes < 0) {
      return false;
    }
    int frameSamples = samples(track, frame.payload());
    if (!continues(frame, frameSamples, bytes)) {
      end();
      begin(frame);
    }
    writeFrame(track, frame.payload());
    samples += frameSamples;
    endIsKnown = frameSamples > 0 && rate > 0;
    return true;
  }

  private void configure(Track.Audio track) {
    if (track.equals(configured)) {
      return;
    }
    if (!goesOn(track)) {
      end();
    }
    configured = track;
    adts = track.codec() == AudioCodec.AAC ? AdtsHeader.of(track.config()) : null;
    rate = track.codec() == AudioCodec.OPUS ? OpusHead.SAMPLE_RATE : track.sampleRate();
  }

  /// Whether a header that was read anew, as on another node, says the same of the track.
  private boolean goesOn(Track.Audio track) {
    Track.Audio before = configured;
    return before != null
        && track.sameDecoder(before)
        && track.sampleRate() == before.sampleRate()
        && track.samplesPerFrame() == before.samplesPerFrame();
  }

  private boolean continues(Frame frame, int frameSamples, int bytes) {
    if (first == null || !endIsKnown) {
      return false;
    }
    long elapsedUs = frame.stamp().dtsUs() - first.stamp().dtsUs();
    long gapUs = elapsedUs - samples * 1_000_000 / rate;
    return Math.abs(gapUs) <= TOLERANCE_US
        && (samples + frameSamples) * 1_000_000 / rate <= MAX_PES_US
        && out.writerIndex() - at - headerBytes + bytes <= MAX_PES_BYTES;
  }

  private void begin(Frame frame) {
    long ticks = TsClock.ticks(frame.stamp().dtsUs());
    first = frame;
    at = out.writerIndex();
    headerBytes = PesHeader.begin(streamId, ticks, ticks, out);
    samples = 0;
  }

  /// Ends the open PES packet, if there is one.
  void end() {
    Frame opened = first;
    if (opened == null) {
      return;
    }
    PesHeader.end(at, out);
    long dtsUs = opened.stamp().dtsUs();
    packets.add(
        new Pes(
            TsPids.AUDIO,
            dtsUs,
            opened.stamp().sequence(),
            TsClock.ticks(dtsUs),
            isAlone,
            isAlone,
            at,
            headerBytes,
            out.writerIndex() - at));
    first = null;
  }

  private static int samples(Track.Audio track, ByteBuf payload) {
    return track.codec() == AudioCodec.OPUS ? OpusPacket.samples(payload) : track.samplesPerFrame();
  }

  /// What [#writeFrame] writes; -1 if it cannot.
  private int bytes(Track.Audio track, ByteBuf payload) {
    int bytes = payload.readableBytes();
    return switch (track.codec()) {
      case AAC ->
          adts == null || bytes == 0 || bytes > AdtsHeader.MAX_PAYLOAD_BYTES
              ? -1
              : bytes + AdtsHeader.BYTES;
      case OPUS -> {
        int all = OPUS_CONTROL_BYTES + bytes / 255 + 1 + bytes;
        yield bytes == 0 || all > MAX_PES_BYTES ? -1 : all;
      }
      case MP3, AC3, EAC3 -> bytes < SyncFrame.HEADER_BYTES || bytes > MAX_PES_BYTES ? -1 : bytes;
      case FLAC, G711A, G711U, SPEEX -> -1;
    };
  }

  private void writeFrame(Track.Audio track, ByteBuf payload) {
    int bytes = payload.readableBytes();
    if (adts != null) {
      adts.write(bytes, out);
    } else if (track.codec() == AudioCodec.OPUS) {
      out.writeShort(OPUS_CONTROL);
      int left = bytes; // au_size: as many 255 as fit, then the rest
      for (; left >= 255; left -= 255) {
        out.writeByte(255);
      }
      out.writeByte(left);
    }
    out.writeBytes(payload, payload.readerIndex(), bytes);
  }
}
