/** Plays FLV, over HTTP or WebSocket, by mpegts.js. One session is one connection. */
import mpegts from 'mpegts.js';
import { FlvDelay } from './flv-delay';
import type { FrameMark } from './flv-scanner';
import { loaderFor } from './loader';
import { paceFor, shouldJump, startBufferMs, SYNC_RATE, type PaceTarget } from './pace';
import { Session, type SessionObserver, type SessionSource, type SessionTools } from './session';

const MIN_SILENCE_MS = 3_000;
const SOURCE_NOT_SUPPORTED = 9; // DOMException.NOT_SUPPORTED_ERR

mpegts.LoggingControl.applyConfig({ enableAll: false });

export class FlvSession extends Session {
  private readonly player: mpegts.Player;
  private readonly delay: FlvDelay;
  private readonly pace: PaceTarget;
  private meanBufferMs = 0;
  private videoSeen = false;

  constructor({ url, info }: SessionSource, tools: SessionTools, observer: SessionObserver) {
    super(tools, observer, MIN_SILENCE_MS);
    this.pace = info.pace;
    this.player = mpegts.createPlayer(
      { type: 'flv', isLive: true, url },
      {
        customLoader: loaderFor({
          onFrame: (mark) => this.onFrame(mark),
          onBytes: (count) => this.received(count),
          onEnd: (refusal) => this.end(refusal === null ? { kind: 'closed' } : { kind: 'refused', refusal }),
        }) as unknown as mpegts.CustomLoaderConstructor,
        enableStashBuffer: false,
        lazyLoad: false,
        liveSync: true,
        liveSyncMaxLatency: this.pace.maxMs / 1000,
        liveSyncTargetLatency: 0, // below the maximum the rate is `paceFor`'s
        liveSyncPlaybackRate: SYNC_RATE,
        autoCleanupMaxBackwardDuration: 30,
        autoCleanupMinBackwardDuration: 10,
      },
    );
    this.delay = new FlvDelay(this.player, tools.clock, this.stats);
    this.player.on(mpegts.Events.ERROR, (_type: string, detail: string, error: { code?: number }) => this.onError(detail, error));
    this.player.attachMediaElement(this.video);
    this.player.load();
  }

  protected override destroy(): void {
    this.player.destroy();
  }

  protected override hasPictures(): boolean {
    return this.videoSeen;
  }

  protected override shown(kind: 'video' | 'audio', mediaMs: number, atMs: number): void {
    this.delay.shown(kind, mediaMs, atMs);
  }

  protected override startBufferMs(): number {
    return startBufferMs(this.pace);
  }

  protected override starting(): void {
    this.meanBufferMs = this.bufferMs();
    if (shouldJump(this.meanBufferMs, 0, this.pace)) {
      this.jump(this.meanBufferMs);
    }
  }

  protected override ticked(bufferMs: number): void {
    this.meanBufferMs += (bufferMs - this.meanBufferMs) * 0.25;
    this.delay.forgetBefore(this.video.currentTime * 1000);
  }

  protected override keepPace(bufferMs: number, playedMs: number): void {
    if (shouldJump(bufferMs, playedMs, this.pace)) {
      this.jump(bufferMs);
    } else {
      this.setRate(this.ended ? 1 : paceFor(this.meanBufferMs, this.video.playbackRate, this.pace));
    }
  }

  private jump(bufferMs: number): void {
    this.stats.jumps++;
    this.video.currentTime += (bufferMs - this.pace.targetMs) / 1000;
    this.meanBufferMs = this.pace.targetMs;
  }

  private onFrame(mark: FrameMark): void {
    if (mark.kind === 'video') {
      this.videoSeen = true;
      this.stats.receivedFrames++;
    }
    this.delay.arrived(mark);
    this.stats.bitrate.add(mark.dtsMs, mark.bodyBytes);
  }

  private onError(detail: string, error: { code?: number }): void {
    const unsupported =
      detail === mpegts.ErrorDetails.MEDIA_CODEC_UNSUPPORTED ||
      (detail === mpegts.ErrorDetails.MEDIA_MSE_ERROR && error.code === SOURCE_NOT_SUPPORTED);
    this.end({ kind: unsupported ? 'unsupported' : 'broken' });
  }
}
