/**
 * How fast to play, so that the buffer stays near what the profile wants. Changes of a few percent
 * are neither seen nor heard (the browser keeps the pitch). Above the profile's maximum mpegts.js'
 * own `liveSync` plays at `SYNC_RATE`; this is the fine control below it.
 */

export interface PaceTarget {
  /** What should be buffered. */
  targetMs: number;
  /** Above this, catch up quickly. */
  maxMs: number;
}

/** What mpegts.js plays at above the maximum. */
export const SYNC_RATE = 1.2;

const SLOWEST = 0.9;
const SLOW = 0.95;
const FASTER = 1.03;
const FASTEST = 1.1;

/** The rate for a buffer of `bufferMs` (a mean, not a single reading), when playing at `rate` now. */
export function paceFor(bufferMs: number, rate: number, { targetMs, maxMs }: PaceTarget): number {
  if (bufferMs > maxMs) {
    return SYNC_RATE;
  }
  const catchingUp = rate > 1;
  if (bufferMs > targetMs * (catchingUp ? 1.02 : 1.15)) {
    const excess = (bufferMs - targetMs) / Math.max(1, maxMs - targetMs);
    return roundToPercent(FASTER + (FASTEST - FASTER) * excess);
  }
  const fillingUp = rate < 1;
  if (bufferMs < targetMs * 0.3) {
    return SLOWEST;
  }
  if (bufferMs < targetMs * (fillingUp ? 0.9 : 0.6)) {
    return SLOW;
  }
  return 1;
}

/** What should be buffered before the first picture starts to move. */
export function startBufferMs({ targetMs }: PaceTarget): number {
  return Math.min(targetMs / 2, 400);
}

/** Until this long after the first play a jump to the live edge is part of starting. */
export const SETTLING_MS = 2_000;

/**
 * Whether only a jump helps: the first burst held much more than wanted and nobody has seen much of
 * it yet, or the page slept.
 */
export function shouldJump(bufferMs: number, playedMs: number, { targetMs, maxMs }: PaceTarget): boolean {
  const settling = playedMs < SETTLING_MS;
  return bufferMs > (settling ? targetMs + (maxMs - targetMs) / 4 : Math.max(2 * maxMs, maxMs + 3000));
}

/** Where a player of segments is. */
export interface EdgeDistance {
  /** From the live edge to the picture; a mean, not a single reading. */
  latencyMs: number;
  bufferMs: number;
  /** What `latencyMs` should be. */
  targetMs: number;
  segmentMs: number;
  /** The rate now. */
  rate: number;
}

/** So little is left that a late part would be seen. */
const SCARCE_MS = 120;

/**
 * The rate that keeps a player of segments as far behind the live edge as it should be, or a jump
 * where catching up would take too long.
 */
export function keepBehindEdge({ latencyMs, bufferMs, targetMs, segmentMs, rate }: EdgeDistance): number | 'jump' {
  const excessMs = latencyMs - targetMs;
  if (excessMs > Math.max(4_000, 3 * segmentMs)) {
    return 'jump';
  }
  if (bufferMs < SCARCE_MS) {
    return rate < 1 || latencyMs < targetMs * 1.5 ? SLOW : 1;
  }
  const maxMs = targetMs + Math.max(1_000, segmentMs);
  return Math.min(FASTEST, paceFor(latencyMs, rate, { targetMs, maxMs }));
}

function roundToPercent(rate: number): number {
  return Math.round(rate * 100) / 100;
}
