/** How old a picture is when it is on screen, where the player tells when the origin had it. */
import { localNowMs, type ClockSync } from './clock-sync';
import type { ViewerStats } from './viewer-stats';

/** A stretch of a playlist: where it begins on the player's own axis, in s, and when the origin had it, in Unix ms. */
export interface DatedStretch {
  start: number;
  programDateTime: number | null;
}

/** When the origin had what the player calls `mediaS`, in Unix ms; null if the playlist does not say. */
export function ingestAt(stretches: readonly (DatedStretch | null | undefined)[], mediaS: number): number | null {
  for (let i = stretches.length - 1; i >= 0; i--) {
    const stretch = stretches[i];
    if (stretch != null && stretch.programDateTime !== null && stretch.start <= mediaS + 0.002) {
      return stretch.programDateTime + (mediaS - stretch.start) * 1000;
    }
  }
  return null;
}

/**
 * Takes down one picture (or sound).
 *
 * @param atMs local time at which it comes out
 * @param ingestUnixMs when the origin had it; null if not known
 */
export function noteShown(stats: ViewerStats, clock: ClockSync, mediaMs: number, atMs: number, ingestUnixMs: number | null): void {
  stats.shownMediaMs = mediaMs;
  stats.shownIngestUnixUs = ingestUnixMs === null ? null : Math.round(ingestUnixMs * 1000);
  if (ingestUnixMs !== null && clock.offset !== null) {
    stats.delay.add(atMs + clock.offset.offsetMs - ingestUnixMs);
  }
}

/** The node's time now, in Unix ms; this device's before it was measured. */
export function nodeNowMs(clock: ClockSync): number {
  return localNowMs() + (clock.offset?.offsetMs ?? 0);
}
