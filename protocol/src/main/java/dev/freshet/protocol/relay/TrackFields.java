package dev.freshet.protocol.relay;

import dev.freshet.media.ProtocolException;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.media.flv.Amf0Reader;
import dev.freshet.media.flv.Amf0Writer;
import dev.freshet.media.flv.AmfLimits;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A stream header's fields: its tracks and its metadata.
final class TrackFields {
  private static final int VIDEO = 0;
  private static final int AUDIO = 1;
  private static final int DATA = 2;
  private static final int MAX_TRACK_ID = 255;
  private static final int MAX_PIXELS = 1 << 16;
  private static final int MAX_SAMPLE_RATE = 1 << 24;

  private TrackFields() {}

  static void write(ByteBuf out, StreamHeader header) {
    RelayFields.writeEpoch(out, header.epoch());
    RelayFields.writeNumber(out, header.version());
    RelayFields.writeNumber(out, header.segmentTargetUs());
    RelayFields.writeNumber(out, header.partTargetUs());
    RelayFields.writeNumber(out, header.firstSegment());
    RelayFields.writeNumber(out, header.tracks().size());
    header.tracks().forEach(track -> write(out, track));
    Amf0Writer.write(out, header.metadata());
  }

  static StreamHeader read(ByteBuf in, RelayLimits limits) {
    var epoch = RelayFields.readEpoch(in);
    int version = RelayFields.readCount(in, "version", Integer.MAX_VALUE);
    long segmentTargetUs = RelayFields.readNatural(in, "segmentTargetUs");
    long partTargetUs = RelayFields.readNatural(in, "partTargetUs");
    long firstSegment = RelayFields.readNatural(in, "firstSegment");
    List<Track> tracks = readTracks(in, limits);
    return new StreamHeader(
        epoch, version, tracks, readMetadata(in), segmentTargetUs, partTargetUs, firstSegment);
  }

  private static void write(ByteBuf out, Track track) {
    switch (track) {
      case Track.Video video -> {
        out.writeByte(VIDEO);
        RelayFields.writeNumber(out, video.id());
        out.writeInt(video.codec().fourCcNumber());
        RelayFields.writeBytes(out, video.config());
        RelayFields.writeNumber(out, video.width());
        RelayFields.writeNumber(out, video.height());
        out.writeDouble(video.fps());
        RelayFields.writeBytes(out, video.colorInfo());
      }
      case Track.Audio audio -> {
        out.writeByte(AUDIO);
        RelayFields.writeNumber(out, audio.id());
        out.writeInt(audio.codec().fourCcNumber());
        RelayFields.writeBytes(out, audio.config());
        RelayFields.writeNumber(out, audio.sampleRate());
        RelayFields.writeNumber(out, audio.channels());
        RelayFields.writeNumber(out, audio.samplesPerFrame());
      }
      case Track.Data data -> {
        out.writeByte(DATA);
        RelayFields.writeNumber(out, data.id());
      }
    }
  }

  private static List<Track> readTracks(ByteBuf in, RelayLimits limits) {
    int count = RelayFields.readCount(in, "tracks", limits.maxTracks());
    List<Track> tracks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tracks.add(readTrack(in, limits));
    }
    return tracks;
  }

  private static Track readTrack(ByteBuf in, RelayLimits limits) {
    int kind = RelayFields.readByte(in);
    int id = RelayFields.readCount(in, "track", MAX_TRACK_ID);
    return switch (kind) {
      case VIDEO -> readVideo(id, in, limits);
      case AUDIO -> readAudio(id, in, limits);
      case DATA -> new Track.Data(id);
      default -> throw ProtocolException.unsupported("kind of track: " + kind);
    };
  }

  private static Track readVideo(int id, ByteBuf in, RelayLimits limits) {
    int fourCc = RelayFields.readInt(in);
    VideoCodec codec = VideoCodec.byFourCcNumber(fourCc);
    if (codec == null) {
      throw unknownCodec(fourCc);
    }
    return new Track.Video(
        id,
        codec,
        RelayFields.readBytes(in, "config", limits.maxConfigBytes()),
        RelayFields.readCount(in, "width", MAX_PIXELS),
        RelayFields.readCount(in, "height", MAX_PIXELS),
        Double.longBitsToDouble(RelayFields.readLong(in)),
        RelayFields.readBytes(in, "colorInfo", limits.maxConfigBytes()));
  }

  private static Track readAudio(int id, ByteBuf in, RelayLimits limits) {
    int fourCc = RelayFields.readInt(in);
    AudioCodec codec = AudioCodec.byFourCcNumber(fourCc);
    if (codec == null) {
      throw unknownCodec(fourCc);
    }
    return new Track.Audio(
        id,
        codec,
        RelayFields.readBytes(in, "config", limits.maxConfigBytes()),
        RelayFields.readCount(in, "sampleRate", MAX_SAMPLE_RATE),
        RelayFields.readCount(in, "channels", MAX_TRACK_ID),
        RelayFields.readCount(in, "samplesPerFrame", MAX_SAMPLE_RATE));
  }

  private static ProtocolException unknownCodec(int fourCc) {
    return ProtocolException.unsupported("codec: 0x" + Integer.toHexString(fourCc));
  }

  private static Map<String, Object> readMetadata(ByteBuf in) {
    Object value = new Amf0Reader(in, AmfLimits.DEFAULT).read();
    if (!(value instanceof Map<?, ?> map)) {
      throw ProtocolException.malformed("metadata: " + value + " (expected: an object)");
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    map.forEach((name, of) -> metadata.put(String.valueOf(name), of));
    return metadata;
  }
}
