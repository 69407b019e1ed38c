package dev.freshet.testkit.mp4;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A file of one track: its initialization segment and its fragments. Owned by one test.
///
/// Strict: what a player might forgive fails here. Every box must fill its parent, samples must
/// fill their data, and a fragment must not begin before the one before ended.
public final class Mp4Reader {
  private static final int DATA_OFFSET = 0x1;
  private static final int FIRST_FLAGS = 0x4;
  private static final int DURATION = 0x100;
  private static final int SIZE = 0x200;
  private static final int FLAGS = 0x400;
  private static final int CTS = 0x800;
  private static final int NON_SYNC = 0x10000;

  private final int timescale;
  private final Mp4Box sampleEntry;
  private final List<Mp4Sample> samples = new ArrayList<>();
  private int fragments;

  /// @param init `ftyp` and `moov`
  public Mp4Reader(byte[] init) {
    List<Mp4Box> boxes = Mp4Box.in(ByteBuffer.wrap(init));
    expect(boxes.size() == 2 && boxes.getFirst().type().equals("ftyp"), "ftyp and moov");
    Mp4Box media = boxes.get(1).child("trak", "mdia");
    timescale = media.child("mdhd").read().getInt(12);
    Mp4Box descriptions = media.child("minf", "stbl", "stsd");
    sampleEntry = descriptions.children(8).getFirst();
  }

  /// Ticks a second.
  public int timescale() {
    return timescale;
  }

  /// The only sample entry.
  public Mp4Box sampleEntry() {
    return sampleEntry;
  }

  /// All samples so far.
  public List<Mp4Sample> samples() {
    return samples;
  }

  /// How many fragments there were.
  public int fragments() {
    return fragments;
  }

  /// Reads a segment or a part: fragments one after the other.
  ///
  /// @return the samples in it
  public List<Mp4Sample> read(byte[] bytes) {
    int before = samples.size();
    List<Mp4Box> boxes = Mp4Box.in(ByteBuffer.wrap(bytes));
    expect(!boxes.isEmpty() && boxes.size() % 2 == 0, "pairs of moof and mdat");
    for (int i = 0; i < boxes.size(); i += 2) {
      readFragment(bytes, boxes.get(i), boxes.get(i + 1));
    }
    return List.copyOf(samples.subList(before, samples.size()));
  }

  private void readFragment(byte[] bytes, Mp4Box moof, Mp4Box mdat) {
    expect(moof.type().equals("moof") && mdat.type().equals("mdat"), "moof before mdat");
    fragments++;
    Mp4Box track = moof.child("traf");
    expect((track.child("tfhd").read().getInt(0) & 0x20000) != 0, "default-base-is-moof");
    long dts = track.child("tfdt").read().getLong(4);
    if (!samples.isEmpty()) {
      Mp4Sample last = samples.getLast();
      long end = last.dts() + last.duration();
      expect(dts >= end, "a fragment at " + end + ", the end of the last, or later; not at " + dts);
    }
    ByteBuffer run = track.child("trun").read();
    int flags = run.getInt() & 0xFFFFFF;
    expect((flags & ~(DATA_OFFSET | FIRST_FLAGS | DURATION | SIZE | FLAGS | CTS)) == 0, "flags");
    int count = run.getInt();
    int at = moof.start() + run.getInt();
    expect(at == mdat.start() + 8, "data at the beginning of mdat");
    for (int i = 0; i < count; i++) {
      int duration = run.getInt();
      int size = run.getInt();
      boolean sync = (flags & FLAGS) == 0 || (run.getInt() & NON_SYNC) == 0;
      int cts = (flags & CTS) == 0 ? 0 : run.getInt();
      byte[] data = new byte[size];
      System.arraycopy(bytes, at, data, 0, size);
      samples.add(new Mp4Sample(dts, dts + cts, duration, sync, data));
      at += size;
      dts += duration;
    }
    expect(!run.hasRemaining(), "a full trun");
    expect(at == mdat.start() + 8 + mdat.read().remaining(), "samples that fill mdat");
  }

  private static void expect(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException("expected: " + what);
    }
  }
}
