package dev.freshet.media.mpegts;

import java.util.List;

/// Over how many packets each PES packet of one PID goes. Together they are a multiple of 16, so
/// that continuity counters begin each segment with 0 and go on without a break into the next,
/// whoever writes it. The packets that are missing are made by spreading the last PES packets. Made
/// for one segment.
final class PacketPlan {
  private static final int COUNTER_VALUES = 16;

  private final List<Pes> all;
  private final int[] packets;
  private final int sum;

  PacketPlan(List<Pes> all) {
    this.all = all;
    packets = new int[all.size()];
    int needed = 0;
    for (int i = 0; i < packets.length; i++) {
      packets[i] = all.get(i).minPackets();
      needed += packets[i];
    }
    int missing = -needed & COUNTER_VALUES - 1;
    spread(missing);
    sum = needed + missing;
  }

  /// Packets of all of them.
  int packets() {
    return sum;
  }

  /// Packets of PES packet `index`.
  int packets(int index) {
    return packets[index];
  }

  /// Headers stay in one piece as long as there are bytes enough behind them. The bytes always are
  /// enough: no PES packet has less than 16, so that even one alone can fill 16 packets.
  private void spread(int missing) {
    int left = missing;
    for (int i = packets.length - 1; i >= 0 && left > 0; i--) {
      left -= add(i, Math.min(left, all.get(i).maxPacketsWithWholeHeader() - packets[i]));
    }
    for (int i = packets.length - 1; i >= 0 && left > 0; i--) {
      left -= add(i, Math.min(left, all.get(i).bytes() - packets[i]));
    }
  }

  private int add(int index, int more) {
    int added = Math.max(0, more);
    packets[index] += added;
    return added;
  }
}
