/** Measures how old a picture of an FLV stream is when it is on screen. See docs/protocols/watch-page.md. */
import type { ClockSync } from './clock-sync';
import type { FrameMark } from './flv-scanner';
import { FrameClock } from './frame-clock';
import type { ViewerStats } from './viewer-stats';

const KEEP_MS = 5_000;

/** Of one connection, owned by its session. */
export class FlvDelay {
  private readonly video = new FrameClock();
  private readonly audio = new FrameClock();

  constructor(
    private readonly player: unknown,
    private readonly clock: ClockSync,
    private readonly stats: ViewerStats,
  ) {}

  arrived(mark: FrameMark): void {
    if (mark.ingestUnixUs !== null) {
      (mark.kind === 'video' ? this.video : this.audio).add(mark.ptsMs, mark.ingestUnixUs);
    }
  }

  /** At local time `atMs` the picture (or the sound) of the player's time `mediaMs` comes out. */
  shown(kind: 'video' | 'audio', mediaMs: number, atMs: number): void {
    const baseMs = timestampBaseMs(this.player);
    if (baseMs === null) {
      return;
    }
    const ptsMs = mediaMs + baseMs;
    const ingestUnixUs = this[kind].ingestAt(ptsMs);
    this.stats.shownMediaMs = ptsMs;
    this.stats.shownIngestUnixUs = ingestUnixUs;
    if (ingestUnixUs !== null && this.clock.offset !== null) {
      this.stats.delay.add(atMs + this.clock.offset.offsetMs - ingestUnixUs / 1000);
    }
  }

  /** Forgets frames that are well before the player's time `mediaMs`. */
  forgetBefore(mediaMs: number): void {
    const baseMs = timestampBaseMs(this.player);
    if (baseMs !== null) {
      this.video.dropBefore(mediaMs + baseMs - KEEP_MS);
      this.audio.dropBefore(mediaMs + baseMs - KEEP_MS);
    }
  }
}

/**
 * The stream time that mpegts.js shows as `currentTime` 0: the smaller one of the first audio and the
 * first video timestamp that its demuxer handed to its remuxer (`MP4Remuxer._calculateDtsBase`). It
 * is set once a player. For live streams nothing else moves the video's times: `_remuxVideo`
 * subtracts only this, since the correction that it computes is 0 as long as each batch begins where
 * the last one ended, and `insertDiscontinuity` (after seeks) keeps that so. No event tells it, so it
 * is read where it is; the version is pinned, and the browser test fails if it moves.
 */
function timestampBaseMs(player: unknown): number | null {
  const inner = player as {
    _player_engine?: { _transmuxer?: { _controller?: { _remuxer?: { getTimestampBase?: () => number | undefined } } } };
  };
  return inner._player_engine?._transmuxer?._controller?._remuxer?.getTimestampBase?.() ?? null;
}
