package dev.freshet.media.mpegts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/// Looks at the packets of a stream one by one, by the letter of ISO/IEC 13818-1 2.4.3, without the
/// demuxer.
final class TsPackets {
  final List<Packet> all = new ArrayList<>();

  /// @param pcrTicks -1 if there is none
  record Packet(
      int pid,
      boolean isUnitStart,
      int counter,
      int payloadBytes,
      boolean isRandomAccess,
      long pcrTicks,
      int at) {}

  TsPackets(byte[] stream) {
    expect(stream.length % 188 == 0, stream.length);
    for (int at = 0; at < stream.length; at += 188) {
      all.add(packet(stream, at));
    }
  }

  List<Packet> of(int pid) {
    return all.stream().filter(packet -> packet.pid() == pid).toList();
  }

  /// A line for each packet, with the checksum of its bytes.
  String dump(byte[] stream) {
    StringBuilder lines = new StringBuilder();
    for (Packet packet : all) {
      CRC32 crc = new CRC32();
      crc.update(stream, packet.at(), 188);
      lines.append(
          String.format(
              Locale.ROOT,
              "packet in %d%s counter=%d payload=%d%s%s crc=%08x\n",
              packet.pid(),
              packet.isUnitStart() ? " start" : "",
              packet.counter(),
              packet.payloadBytes(),
              packet.isRandomAccess() ? " random access" : "",
              packet.pcrTicks() < 0 ? "" : " pcr=" + packet.pcrTicks(),
              crc.getValue()));
    }
    return lines.toString();
  }

  int payloadPackets(int pid) {
    return (int) of(pid).stream().filter(packet -> packet.payloadBytes() > 0).count();
  }

  /// Fails unless the counters of every PID go on from packet to packet.
  void assertContinuity() {
    Map<Integer, Integer> last = new HashMap<>();
    for (Packet packet : all) {
      Integer before = last.get(packet.pid());
      int step = packet.payloadBytes() > 0 ? 1 : 0;
      if (before != null) {
        expect(packet.counter() == (before + step & 15), packet);
      }
      last.put(packet.pid(), packet.counter());
    }
  }

  private static Packet packet(byte[] in, int at) {
    int pid = (in[at + 1] & 0x1F) << 8 | in[at + 2] & 0xFF;
    int control = in[at + 3] >> 4 & 3;
    int fieldBytes = (control & 2) == 0 ? 0 : 1 + (in[at + 4] & 0xFF);
    int flags = fieldBytes > 1 ? in[at + 5] & 0xFF : 0;
    long pcr = (flags & 0x10) == 0 ? -1 : pcr(in, at + 6);
    expect(in[at] == 0x47, at);
    expect((control & 1) == 0 ? fieldBytes == 184 : fieldBytes < 184, at);
    int stuffingAt = at + 4 + (fieldBytes > 1 ? 2 : 1) + (pcr < 0 ? 0 : 6);
    for (int i = stuffingAt; i < at + 4 + fieldBytes; i++) {
      expect(in[i] == -1, at);
    }
    return new Packet(
        pid,
        (in[at + 1] & 0x40) != 0,
        in[at + 3] & 15,
        184 - fieldBytes,
        (flags & 0x40) != 0,
        pcr,
        at);
  }

  /// There are too many packets for an assertion each.
  private static void expect(boolean isTrue, Object where) {
    if (!isTrue) {
      throw new AssertionError("packet: " + where);
    }
  }

  private static long pcr(byte[] in, int at) {
    long base = 0;
    for (int i = 0; i < 4; i++) {
      base = base << 8 | in[at + i] & 0xFF;
    }
    return base << 1 | in[at + 4] >> 7 & 1;
  }
}
