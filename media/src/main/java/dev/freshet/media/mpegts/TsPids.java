package dev.freshet.media.mpegts;

/// Which PID is what: fixed where the specification fixes it, else as everybody has it. No owner.
final class TsPids {
  static final int PAT = 0;
  static final int PMT = 0x1000;
  static final int VIDEO = 0x100;
  static final int AUDIO = 0x101;

  private TsPids() {}
}
