/** Notices that a connection has gone silent. Owned by its session; time is passed in, in ms. */
export class Silence {
  private longestPauseMs = 0;
  private silent = false;

  constructor(
    private lastBytesMs: number,
    private minMs = 3_000,
  ) {}

  /** Shorter pauses are usual from now on. */
  expectPauses(minMs: number): void {
    this.minMs = minMs;
  }

  /** Bytes came; true if they end a silence. */
  heard(nowMs: number): boolean {
    const ended = this.silent;
    if (!ended) {
      this.longestPauseMs = Math.max(this.longestPauseMs, nowMs - this.lastBytesMs);
    }
    this.silent = false;
    this.lastBytesMs = nowMs;
    return ended;
  }

  /** True once for each silence: nothing came for much longer than this stream ever paused. */
  begins(nowMs: number): boolean {
    if (this.silent || nowMs - this.lastBytesMs <= Math.max(this.minMs, 3 * this.longestPauseMs)) {
      return false;
    }
    this.silent = true;
    return true;
  }
}
