/** Tells the node what the viewer saw: `POST /APP/NAME/report`. See docs/protocols/watch-page.md. */
import type { Format } from './format';
import type { ViewerStats } from './viewer-stats';

export interface ViewerReport {
  session: string;
  transport: Format;
  firstPictureMs: number | null;
  stalls: number;
  stalledMs: number;
  playedMs: number;
  delayMs: number | null;
  frames: number;
  droppedFrames: number;
  bitrate: number | null;
}

/** All counters are sums since the page was opened, so that a lost report costs nothing. */
export function reportOf(session: string, transport: Format, stats: ViewerStats, nowMs: number): ViewerReport {
  return {
    session,
    transport,
    firstPictureMs: rounded(stats.firstPictureMs),
    stalls: stats.play.stalls,
    stalledMs: Math.round(stats.play.stalledMs(nowMs)),
    playedMs: Math.round(stats.play.playedMs(nowMs)),
    delayMs: rounded(stats.delay.value),
    frames: stats.shownFrames,
    droppedFrames: stats.droppedFrames,
    bitrate: rounded(stats.bitrate.bitsPerSecond),
  };
}

/** A name for this page view. `crypto.randomUUID` would need HTTPS. */
export function newSessionName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The browser sends it even if the page is being left. */
export function send(url: string, report: ViewerReport): void {
  const body = new Blob([JSON.stringify(report)], { type: 'application/json' });
  if (!navigator.sendBeacon?.(url, body)) {
    void fetch(url, { method: 'POST', body, keepalive: true }).catch(() => undefined);
  }
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
