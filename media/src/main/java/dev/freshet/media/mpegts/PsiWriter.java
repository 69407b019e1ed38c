package dev.freshet.media.mpegts;

import dev.freshet.media.Track;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Writes the tables that tell what is in the stream, each as one packet (ISO/IEC 13818-1 2.4.4):
/// functions of the segment's number and tracks alone. No owner.
final class PsiWriter {
  private static final int PAT_TABLE = 0;
  private static final int PMT_TABLE = 2;
  private static final int TRANSPORT_STREAM = 1;
  private static final int PROGRAM = 1;

  private PsiWriter() {}

  /// The program association table: one program.
  static void writePat(long segment, ByteBuf out) {
    int packet = beginPacket(TsPids.PAT, segment, out);
    int section = beginSection(PAT_TABLE, TRANSPORT_STREAM, 0, out);
    out.writeShort(PROGRAM).writeShort(0xE000 | TsPids.PMT);
    endSection(section, out);
    endPacket(packet, out);
  }

  /// The program map table: the streams of the program.
  static void writePmt(long segment, SegmentTracks tracks, ByteBuf out) {
    int packet = beginPacket(TsPids.PMT, segment, out);
    int section = beginSection(PMT_TABLE, PROGRAM, version(tracks), out);
    out.writeShort(0xE000 | tracks.clockPid());
    out.writeShort(0xF000); // program_info_length
    writeStream(TsPids.VIDEO, tracks.video(), out);
    writeStream(TsPids.AUDIO, tracks.audio(), out);
    endSection(section, out);
    endPacket(packet, out);
  }

  private static void writeStream(int pid, @Nullable Track track, ByteBuf out) {
    StreamCoding coding = track == null ? null : StreamCoding.of(track);
    if (track == null || coding == null) {
      return;
    }
    out.writeByte(coding.streamType()).writeShort(0xE000 | pid);
    int length = out.writerIndex();
    out.writeShort(0);
    coding.writeDescriptors(track, out);
    out.setShort(length, 0xF000 | out.writerIndex() - length - 2);
  }

  /// A player that has seen a version does not look at it again: another pair of codings has
  /// another version, in whatever order they come.
  private static int version(SegmentTracks tracks) {
    return code(tracks.video()) * StreamCoding.values().length + code(tracks.audio()) & 0x1F;
  }

  /// Counts the codings of pictures, and those of sound, from 1; 0 for none.
  private static int code(@Nullable Track track) {
    StreamCoding coding = track == null ? null : StreamCoding.of(track);
    if (coding == null) {
      return 0;
    }
    boolean isVideo = coding.audio() == null;
    return coding.ordinal() + 1 - (isVideo ? 0 : StreamCoding.AAC.ordinal());
  }

  private static int beginPacket(int pid, long segment, ByteBuf out) {
    int packet = out.writerIndex();
    out.writeInt( // one packet a segment: its counter is the segment's number
        TsPacketWriter.header(
            TsPacketWriter.UNIT_START | pid, TsPacketWriter.PAYLOAD, (int) segment));
    out.writeByte(0); // pointer_field: the section begins at once
    return packet;
  }

  private static void endPacket(int packet, ByteBuf out) {
    int endIndex = packet + TsPacketWriter.PACKET_BYTES;
    while (out.writerIndex() < endIndex) {
      out.writeByte(0xFF);
    }
  }

  private static int beginSection(int table, int id, int version, ByteBuf out) {
    int section = out.writerIndex();
    out.writeByte(table).writeShort(0xB000).writeShort(id);
    out.writeByte(0xC1 | version << 1); // current_next_indicator
    out.writeShort(0); // section 0, the last
    return section;
  }

  private static void endSection(int section, ByteBuf out) {
    int bytes = out.writerIndex() + 4 - (section + 3); // with the checksum, behind the length
    out.setShort(section + 1, 0xB000 | bytes);
    out.writeInt(Crc32Mpeg.of(out, section, out.writerIndex()));
  }
}
