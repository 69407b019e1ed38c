/**
 * One try to play, from the request to its end, into the page's video element. The page opens a new
 * one for each try; counters that outlive it are in `ViewerStats`. What all formats have in common
 * is here; each has a class of its own: `FlvSession`, `HlsSession`, `DashSession`, `NativeSession`.
 */
import type { ClockSync } from './clock-sync';
import type { Format } from './format';
import type { StreamInfo } from './info';
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

/** What a session works with; all of it outlives it. */
export interface SessionTools {
  video: HTMLVideoElement;
  stats: ViewerStats;
  clock: ClockSync;
  still: Still;
}

/** What is to be played. */
export interface SessionSource {
  url: string;
  format: Format;
  info: StreamInfo;
}

const TICK_MS = 200;
const MAX_START_HOLD_MS = 1_500;
/** Standing still for this long while media comes is a player that is stuck, such as before a hole. */
const STUCK_MS = 4_000;
const STILL_COMING_MS = 2_000;

export abstract class Session {
  protected readonly video: HTMLVideoElement;
  protected readonly stats: ViewerStats;
  protected readonly silence: Silence;
  protected ended = false;
  /** When the element was first asked to play, by `performance.now()`. */
  protected playAskedMs: number | null = null;
  private readonly listeners = new AbortController();
  private readonly timer: ReturnType<typeof setInterval>;
  private pictureOut = false;
  private dataSinceMs: number | null = null;
  private pausedInBackground = false;
  private lastBytesMs = 0;
  private stalledSinceMs: number | null = null;

  /** @param minSilenceMs nothing arriving for less than this is no silence */
  protected constructor(
    protected readonly tools: SessionTools,
    protected readonly observer: SessionObserver,
    minSilenceMs: number,
  ) {
    this.video = tools.video;
    this.stats = tools.stats;
    this.silence = new Silence(performance.now(), minSilenceMs);
    this.stats.connections++;
    this.listen();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  /** Whether pictures are expected, and not only sound. */
  protected abstract hasPictures(): boolean;

  /** At local time `atMs` what the player calls `mediaMs` comes out. */
  protected abstract shown(kind: 'video' | 'audio', mediaMs: number, atMs: number): void;

  /** What should be buffered before the first picture starts to move. */
  protected abstract startBufferMs(): number;

  /** Playback is about to start. */
  protected starting(): void {}

  /** Called a few times a second while it plays. */
  protected abstract keepPace(bufferMs: number, playedMs: number): void;

  /** Called a few times a second, always. */
  protected ticked(_bufferMs: number): void {}

  /** Lets go of the player and the element. */
  protected abstract destroy(): void;

  /** Ends it without a word to the observer. */
  close(): void {
    this.readDecoder();
    this.tools.still.capture();
    this.ended = true;
    clearInterval(this.timer);
    this.listeners.abort();
    this.stats.connectionClosed();
    this.destroy();
    this.video.playbackRate = 1;
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

  protected end(end: SessionEnd): void {
    if (!this.ended) {
      this.ended = true;
      this.observer.onEnd(end);
    }
  }

  /** Bytes came. */
  protected received(bytes: number): void {
    this.stats.receivedBytes += bytes;
    this.lastBytesMs = performance.now();
    if (this.silence.heard(performance.now())) {
      this.observer.onBytes();
    }
  }

  /** Begins anew where a player of segments does not find on by itself. Called a few times a second. */
  protected endIfStuck(): void {
    const nowMs = performance.now();
    this.stalledSinceMs = this.stalled ? (this.stalledSinceMs ?? nowMs) : null;
    const stalledMs = nowMs - (this.stalledSinceMs ?? nowMs);
    if (stalledMs > STUCK_MS && nowMs - this.lastBytesMs < STILL_COMING_MS) {
      this.end({ kind: 'broken' });
    }
  }

  /** The player was attached anew: the element stands still until it is asked to play again. */
  protected playAgain(): void {
    this.playAskedMs = null;
  }

  protected onElementError(): void {
    this.end({ kind: 'broken' });
  }

  protected onElementEnded(): void {
    this.stats.play.stop(performance.now());
  }

  /** What is buffered ahead without a hole. */
  protected bufferMs(): number {
    const { buffered, currentTime } = this.video;
    for (let i = 0; i < buffered.length; i++) {
      if (currentTime >= buffered.start(i) - 0.1 && currentTime <= buffered.end(i)) {
        return (buffered.end(i) - currentTime) * 1000;
      }
    }
    return 0;
  }

  protected setRate(rate: number): void {
    if (rate !== this.video.playbackRate) {
      this.video.playbackRate = rate;
    }
    this.stats.playbackRate = rate;
  }

  private listen(): void {
    const on = (event: string, listener: () => void): void =>
      this.video.addEventListener(event, listener, { signal: this.listeners.signal });
    on('playing', () => this.onPlaying());
    on('waiting', () => this.onWaiting());
    on('pause', () => this.onPause());
    on('ended', () => this.onElementEnded());
    on('error', () => this.onElementError());
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
        this.shown('video', frame.mediaTime * 1000, performance.timeOrigin + frame.expectedDisplayTime);
        this.awaitFrame();
      }
    });
  }

  private onPicture(): void {
    if (!this.pictureOut) {
      this.pictureOut = true;
      this.observer.onPicture();
    }
  }

  private onPlaying(): void {
    if (!this.hasPictures()) {
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

  private tick(): void {
    this.readDecoder();
    const bufferMs = this.bufferMs();
    this.stats.bufferMs = bufferMs;
    if (this.playAskedMs === null) {
      this.startWhenReady();
    } else if (this.pausedInBackground && !document.hidden) {
      this.pausedInBackground = false;
      this.startWhenReady();
    } else if (!this.video.paused && !this.video.seeking) {
      this.keepPace(bufferMs, performance.now() - this.playAskedMs);
    }
    if (!this.hasPictures() && !this.video.paused) {
      this.shown('audio', this.video.currentTime * 1000, performance.timeOrigin + performance.now());
    }
    this.ticked(bufferMs);
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
    if (!held && !this.ended && this.bufferMs() < this.startBufferMs()) {
      return; // the first picture stands still for a moment rather than stall later
    }
    this.playAskedMs ??= nowMs;
    this.starting();
    this.video.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.observer.onBlocked();
      }
    });
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
