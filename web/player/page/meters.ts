/** Small counters behind the statistics overlay and the report. Time is passed in, in ms. */

/** Bits a second of the media itself: bytes over the stream's own time, so that a burst at start does not count. */
export class BitrateMeter {
  private readonly entries: { dtsMs: number; bytes: number }[] = [];
  private bytes = 0;

  constructor(private readonly windowMs = 4000) {}

  add(dtsMs: number, bytes: number): void {
    this.entries.push({ dtsMs, bytes });
    this.bytes += bytes;
    while (this.entries.length > 1 && dtsMs - this.entries[0]!.dtsMs > this.windowMs) {
      this.bytes -= this.entries.shift()!.bytes;
    }
  }

  clear(): void {
    this.entries.length = 0;
    this.bytes = 0;
  }

  /** Null before there is half a second of media. */
  get bitsPerSecond(): number | null {
    const first = this.entries[0];
    const last = this.entries.at(-1);
    if (first === undefined || last === undefined || last.dtsMs - first.dtsMs < 500) {
      return null;
    }
    // the newest frame's own duration is not known yet, so it does not count
    return ((this.bytes - last.bytes) * 8000) / (last.dtsMs - first.dtsMs);
  }
}

/** How fast a counter grows, over the last two seconds. */
export class RateMeter {
  private readonly readings: { atMs: number; count: number }[] = [];

  constructor(private readonly windowMs = 2000) {}

  read(count: number, atMs: number): void {
    const last = this.readings.at(-1);
    if (last !== undefined && count < last.count) {
      this.clear();
    }
    this.readings.push({ atMs, count });
    while (this.readings.length > 2 && atMs - this.readings[0]!.atMs > this.windowMs) {
      this.readings.shift();
    }
  }

  clear(): void {
    this.readings.length = 0;
  }

  get perSecond(): number | null {
    const first = this.readings[0];
    const last = this.readings.at(-1);
    if (first === undefined || last === undefined || last.atMs - first.atMs < 500) {
      return null;
    }
    return ((last.count - first.count) * 1000) / (last.atMs - first.atMs);
  }
}

/** Counts the time that the picture moved and the times that it stood still although it should have moved. */
export class PlayMeter {
  private finishedStalls = 0;
  private finishedStallMs = 0;
  private finishedPlayMs = 0;
  private sinceMs = 0;
  private phase: 'idle' | 'playing' | 'stalled' = 'idle';

  play(nowMs: number): void {
    this.enter('playing', nowMs);
  }

  /** Ran dry: only what played before can stall. */
  stall(nowMs: number): void {
    if (this.phase === 'playing') {
      this.enter('stalled', nowMs);
      this.finishedStalls++;
    }
  }

  /** The connection broke and a new one is being made: counts even if the picture had stopped in good order. */
  interrupt(nowMs: number): void {
    if (this.phase !== 'stalled') {
      this.enter('stalled', nowMs);
      this.finishedStalls++;
    }
  }

  /** Paused, or the stream ended: neither plays nor stalls. */
  stop(nowMs: number): void {
    this.enter('idle', nowMs);
  }

  get stalled(): boolean {
    return this.phase === 'stalled';
  }

  get stalls(): number {
    return this.finishedStalls;
  }

  stalledMs(nowMs: number): number {
    return this.finishedStallMs + (this.phase === 'stalled' ? nowMs - this.sinceMs : 0);
  }

  playedMs(nowMs: number): number {
    return this.finishedPlayMs + (this.phase === 'playing' ? nowMs - this.sinceMs : 0);
  }

  private enter(phase: 'idle' | 'playing' | 'stalled', nowMs: number): void {
    this.finishedStallMs = this.stalledMs(nowMs);
    this.finishedPlayMs = this.playedMs(nowMs);
    this.phase = phase;
    this.sinceMs = nowMs;
  }
}

/** The median of the last readings: one late frame does not move it. */
export class Median {
  private readonly readings: number[] = [];

  constructor(private readonly size = 15) {}

  add(value: number): void {
    this.readings.push(value);
    if (this.readings.length > this.size) {
      this.readings.shift();
    }
  }

  get value(): number | null {
    const sorted = [...this.readings].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? null;
  }

  clear(): void {
    this.readings.length = 0;
  }
}
