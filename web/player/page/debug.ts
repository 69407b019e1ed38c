/** `window.freshet`: what tests and curious people may read. Documented in docs/protocols/watch-page.md. */
import type { ClockSync } from './clock-sync';
import type { Format } from './format';
import { clockOffsetMs } from './statistics';
import type { ViewerStats } from './viewer-stats';
import type { Watch } from './watch';

export interface FreshetDebug {
  readonly session: string;
  readonly state: string;
  readonly transport: Format | null;
  readonly delayMs: number | null;
  readonly clockOffsetMs: number | null;
  readonly stats: Record<string, number | null>;
}

declare global {
  interface Window {
    freshet?: FreshetDebug;
  }
}

export function exposeDebug(session: string, watch: Watch, stats: ViewerStats, clock: ClockSync): void {
  window.freshet = {
    session,
    get state() {
      return watch.state.kind;
    },
    get transport() {
      return watch.format;
    },
    get delayMs() {
      return stats.delay.value;
    },
    get clockOffsetMs() {
      return clockOffsetMs(clock);
    },
    get stats() {
      return figures(stats, clock);
    },
  };
}

function figures(stats: ViewerStats, clock: ClockSync): Record<string, number | null> {
  const nowMs = performance.now();
  return {
    width: stats.width,
    height: stats.height,
    fps: stats.shownRate.perSecond,
    bitrate: stats.bitrate.bitsPerSecond,
    bufferMs: stats.bufferMs,
    playbackRate: stats.playbackRate,
    firstPictureMs: stats.firstPictureMs,
    stalls: stats.play.stalls,
    stalledMs: stats.play.stalledMs(nowMs),
    playedMs: stats.play.playedMs(nowMs),
    receivedFrames: stats.receivedFrames,
    receivedBytes: stats.receivedBytes,
    frames: stats.shownFrames,
    droppedFrames: stats.droppedFrames,
    connections: stats.connections,
    jumps: stats.jumps,
    shownIngestUnixUs: stats.shownIngestUnixUs,
    shownMediaMs: stats.shownMediaMs,
    playerLatencyMs: stats.playerLatencyMs,
    clockRoundTripMs: clock.offset?.roundTripMs ?? null,
  };
}
