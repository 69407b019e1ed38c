/**
 * One connection, from the request to its end, playing into the page's video element. The page opens
 * a new one for each try; counters that outlive it are in `ViewerStats`.
 */
import mpegts from 'mpegts.js';
import { localNowMs, type ClockSync } from './clock-sync';
import { DelayMeter } from './delay';
import type { FrameMark } from './flv-scanner';
import { loaderFor } from './loader';
import { paceFor, shouldJump, startBufferMs, SYNC_RATE, type PaceTarget } from './pace';
import type { Refusal } from './refusal';
import { Silence } from './silence';
import type { Still } from './still';
import type { ViewerStats } from './viewer-stats';

export type SessionEnd =
  | { kind: 'closed' }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unsupported' }
  | { kind: 'broken' };

export interface SessionObserver {
  /** The first picture (or sound, without video) is out. */
  onPicture(): void;
  onStall(): void;
  onResume(): void;
  /** Nothing arrived for longer than this stream ever paused. */
  onSilence(): void;
  /** Bytes flow again after a silence. */
  onBytes(): void;
  /** Paused by other means than the page's: a media key, the system. */
  onPaused(): void;
  /** The browser wants a click before it plays. */
  onBlocked(): void;
  onEnd(end: SessionEnd): void;
}

const TICK_MS = 200;
const MAX_START_HOLD_MS = 1_500;
const SOURCE_NOT_SUPPORTED = 9; // DOMException.NOT_SUPPORTED_ERR

export class Session {
  private readonly player: mpegts.Player;
  private readonly delay: DelayMeter;
  private readonly silence = new Silence(performance.now());
  private readonly listeners = new AbortController();
  private readonly timer: ReturnType<typeof setInterval>;
  private ended = false;
  private pictureOut = false;
  private playAskedMs: number | null = null;
  private dataSinceMs: number | null = null;
  private meanBufferMs = 0;
  private videoSeen = false;
  private pausedInBackground = false;

  constructor(
    private readonly video: HTMLVideoElement,
    url: string,
    private readonly pace: PaceTarget,
    private readonly stats: ViewerStats,
    clock: ClockSync,
    private readonly observer: SessionObserver,
    private readonly still: Still,
  ) {
    stats.connections++;
    this.player = mpegts.createPlayer(
      { type: 'flv', isLive: true, url },
      {
        customLoader: loaderFor({
          onFrame: (mark) => this.onFrame(mark),
          onBytes: (count) => this.onBytes(count),
          onEnd: (refusal) => this.end(refusal === null ? { kind: 'closed' } : { kind: 'refused', refusal }),
        }) as unknown as mpegts.CustomLoaderConstructor,
        enableStashBuffer: false,
        lazyLoad: false,
        liveSync: true,
        liveSyncMaxLatency: pace.maxMs / 1000,
        liveSyncTargetLatency: 0, // below the maximum the rate is `paceFor`'s
        liveSyncPlaybackRate: SYNC_RATE,
        autoCleanupMaxBackwardDuration: 30,
        autoCleanupMinBackwardDuration: 10,
      },
    );
    this.delay = new DelayMeter(this.player, clock, stats);
    this.player.on(mpegts.Events.ERROR, (_type: string, detail: string, info: { code?: number }) => this.onError(detail, info));
    this.listen();
    this.player.attachMediaElement(video);
    this.player.load();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  /** Ends it without a word to the observer. */
  close(): void {
    this.readDecoder();
    this.still.capture();
    this.ended = true;
    clearInterval(this.timer);
    this.listeners.abort();
    this.stats.connectionClosed();
    this.player.destroy();
  }

  get stalled(): boolean {
    return this.stats.play.stalled;
  }

  /** Waits until what is buffered has been shown. */
  async playedOut(): Promise<void> {
    if (this.video.paused || this.video.ended) {
      return;
    }
    const timeout = AbortSignal.timeout(this.bufferMs() + 500);
    await new Promise<void>((done) => {
      for (const event of ['ended', 'waiting', 'pause', 'error']) {
        this.video.addEventListener(event, () => done(), { signal: timeout });
      }
      timeout.addEventListener('abort', () => done());
    });
  }

  /** After a click, where the browser wanted one. */
  unblock(): void {
    this.startWhenReady();
  }

  private listen(): void {
    const on = (event: string, listener: () => void): void =>
      this.video.addEventListener(event, listener, { signal: this.listeners.signal });
    on('playing', () => this.onPlaying());
    on('waiting', () => this.onWaiting());
    on('pause', () => this.onPause());
    on('ended', () => this.stats.play.stop(performance.now()));
    on('error', () => this.end({ kind: 'broken' }));
    if ('requestVideoFrameCallback' in this.video) {
      this.awaitFrame();
    } else {
      on('loadeddata', () => this.onPicture());
    }
  }

  private awaitFrame(): void {
    this.video.requestVideoFrameCallback((_now, frame) => {
      if (!this.listeners.signal.aborted) {
        this.onPicture();
        this.delay.shown('video', frame.mediaTime * 1000, performance.timeOrigin + frame.expectedDisplayTime);
        this.awaitFrame();
      }
    });
  }

  private onFrame(mark: FrameMark): void {
    if (mark.kind === 'video') {
      this.videoSeen = true;
      this.stats.receivedFrames++;
    }
    this.delay.arrived(mark);
    this.stats.bitrate.add(mark.dtsMs, mark.bodyBytes);
  }

  private onBytes(count: number): void {
    this.stats.receivedBytes += count;
    if (this.silence.heard(performance.now())) {
      this.observer.onBytes();
    }
  }

  private onPicture(): void {
    if (!this.pictureOut) {
      this.pictureOut = true;
      this.observer.onPicture();
    }
  }

  private onPlaying(): void {
    if (!this.videoSeen) {
      this.onPicture();
    }
    const stalled = this.stats.play.stalled;
    this.stats.play.play(performance.now());
    if (stalled) {
      this.observer.onResume();
    }
  }

  private onWaiting(): void {
    if (!this.video.seeking && !this.video.paused && this.pictureOut) {
      this.stats.play.stall(performance.now());
      this.observer.onStall();
    }
  }

  private onPause(): void {
    this.stats.play.stop(performance.now());
    if (document.hidden) {
      this.pausedInBackground = true; // by the browser, to save power: goes on when seen again
    } else if (!this.video.ended) {
      this.observer.onPaused();
    }
  }

  private onError(detail: string, info: { code?: number }): void {
    const unsupported =
      detail === mpegts.ErrorDetails.MEDIA_CODEC_UNSUPPORTED ||
      (detail === mpegts.ErrorDetails.MEDIA_MSE_ERROR && info.code === SOURCE_NOT_SUPPORTED);
    this.end({ kind: unsupported ? 'unsupported' : 'broken' });
  }

  private end(end: SessionEnd): void {
    if (!this.ended) {
      this.ended = true;
      this.observer.onEnd(end);
    }
  }

  private tick(): void {
    this.readDecoder();
    const bufferMs = this.bufferMs();
    this.stats.bufferMs = bufferMs;
    this.meanBufferMs += (bufferMs - this.meanBufferMs) * 0.25;
    if (this.playAskedMs === null) {
      this.startWhenReady();
    } else if (this.pausedInBackground && !document.hidden) {
      this.pausedInBackground = false;
      this.startWhenReady();
    } else if (!this.video.paused && !this.video.seeking) {
      this.keepPace(bufferMs, performance.now() - this.playAskedMs);
    }
    const mediaMs = this.video.currentTime * 1000;
    if (!this.videoSeen && !this.video.paused) {
      this.delay.shown('audio', mediaMs, localNowMs());
    }
    this.delay.forgetBefore(mediaMs);
    if (!this.ended && this.silence.begins(performance.now())) {
      this.observer.onSilence();
    }
  }

  private startWhenReady(): void {
    if (this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
      return;
    }
    const nowMs = performance.now();
    this.dataSinceMs ??= nowMs;
    const held = nowMs - this.dataSinceMs >= MAX_START_HOLD_MS;
    if (!held && !this.ended && this.bufferMs() < startBufferMs(this.pace)) {
      return; // the first picture stands still for a moment rather than stall later
    }
    this.playAskedMs ??= nowMs;
    this.meanBufferMs = this.bufferMs();
    if (shouldJump(this.meanBufferMs, 0, this.pace)) {
      this.jump(this.meanBufferMs);
    }
    this.video.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.observer.onBlocked();
      }
    });
  }

  private keepPace(bufferMs: number, playedMs: number): void {
    if (shouldJump(bufferMs, playedMs, this.pace)) {
      this.jump(bufferMs);
      return;
    }
    const rate = this.ended ? 1 : paceFor(this.meanBufferMs, this.video.playbackRate, this.pace);
    if (rate !== this.video.playbackRate) {
      this.video.playbackRate = rate;
    }
    this.stats.playbackRate = rate;
  }

  private jump(bufferMs: number): void {
    this.stats.jumps++;
    this.video.currentTime += (bufferMs - this.pace.targetMs) / 1000;
    this.meanBufferMs = this.pace.targetMs;
  }

  /** What is buffered ahead without a hole. */
  private bufferMs(): number {
    const { buffered, currentTime } = this.video;
    for (let i = 0; i < buffered.length; i++) {
      if (currentTime >= buffered.start(i) - 0.1 && currentTime <= buffered.end(i)) {
        return (buffered.end(i) - currentTime) * 1000;
      }
    }
    return 0;
  }

  private readDecoder(): void {
    const quality = this.video.getVideoPlaybackQuality?.();
    if (quality !== undefined && !this.listeners.signal.aborted) {
      this.stats.decoded(quality.totalVideoFrames, quality.droppedVideoFrames);
      this.stats.shownRate.read(this.stats.shownFrames, performance.now());
    }
    this.stats.width = this.video.videoWidth;
    this.stats.height = this.video.videoHeight;
  }
}
