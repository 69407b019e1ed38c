/**
 * Remembers which frame is at which time of the stream, and when the origin had it.
 * Kept in order of presentation; bounded.
 */
export class FrameClock {
  private readonly ptsMs: number[] = [];
  private readonly ingestUnixUs: number[] = [];

  constructor(private readonly maxFrames = 4096) {}

  add(ptsMs: number, ingestUnixUs: number): void {
    let at = this.ptsMs.length;
    while (at > 0 && this.ptsMs[at - 1]! > ptsMs) {
      at--; // frames come in decoding order: a few steps at most
    }
    this.ptsMs.splice(at, 0, ptsMs);
    this.ingestUnixUs.splice(at, 0, ingestUnixUs);
    if (this.ptsMs.length > this.maxFrames) {
      this.ptsMs.shift();
      this.ingestUnixUs.shift();
    }
  }

  /** When the origin had the frame that is on screen at `positionMs`; null if none is known. */
  ingestAt(positionMs: number): number | null {
    // times pass through seconds as doubles, and through a timescale of 1 ms
    const latest = positionMs + 1.5;
    let low = 0;
    let high = this.ptsMs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ptsMs[middle]! <= latest) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low === 0 ? null : this.ingestUnixUs[low - 1]!;
  }

  /** Forgets what was shown before `positionMs`. */
  dropBefore(positionMs: number): void {
    let count = 0;
    while (count < this.ptsMs.length && this.ptsMs[count]! < positionMs) {
      count++;
    }
    this.ptsMs.splice(0, count);
    this.ingestUnixUs.splice(0, count);
  }
}
