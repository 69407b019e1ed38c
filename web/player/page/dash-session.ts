/** Plays DASH by dash.js, in a chunk of its own that is fetched when it is wanted. */
import { MediaPlayer, type ErrorEvent, type FragmentLoadingCompletedEvent, type MediaPlayerClass } from 'dashjs';
import { noteShown } from './ingest-delay';
import { Session, type SessionEnd, type SessionObserver, type SessionSource, type SessionTools } from './session';

/** The first manifest may wait for the first segment; the node answers within 15 s. */
const FIRST_MANIFEST_MS = 16_000;
const MIN_SILENCE_MS = 5_000;
const START_BUFFER_MS = 300;
const NO_LOG = 0;

/** Of `MediaPlayer.errors`: a media source refused the codec; nothing was left that the browser plays. */
const UNSUPPORTED: readonly unknown[] = [23, 32, 35];
/** The clock was not asked, or a segment could not be had: it tries again, and a silence is heard. */
const PASSING: readonly unknown[] = [16, 17, 18, 27, 28];

export class DashSession extends Session {
  private readonly player: MediaPlayerClass;
  private readonly pictures: boolean;
  private soundBytes = 0;

  constructor({ url, info }: SessionSource, tools: SessionTools, observer: SessionObserver) {
    super(tools, observer, FIRST_MANIFEST_MS);
    this.pictures = info.tracks.some(({ kind }) => kind === 'video');
    this.player = MediaPlayer().create();
    this.player.updateSettings({
      debug: { logLevel: NO_LOG },
      streaming: { buffer: { bufferToKeep: 20 }, manifestUpdateRetryInterval: 500 },
    });
    this.player.on('fragmentLoadingCompleted', (event: FragmentLoadingCompletedEvent) => this.onMedia(event));
    this.player.on('error', (event: ErrorEvent) => this.onError(event));
    this.player.initialize(this.video, url, false);
  }

  protected override destroy(): void {
    this.player.destroy();
  }

  protected override hasPictures(): boolean {
    return this.pictures;
  }

  /** What is due at a moment of the manifest's clock came in at that moment. */
  protected override shown(_kind: 'video' | 'audio', mediaMs: number, atMs: number): void {
    const positionMs = this.player.timeAsUTC() * 1000;
    const ingestMs = Number.isFinite(positionMs) && positionMs > 0 ? positionMs + mediaMs - this.video.currentTime * 1000 : null;
    noteShown(this.stats, this.tools.clock, mediaMs, atMs, ingestMs);
  }

  protected override startBufferMs(): number {
    return START_BUFFER_MS;
  }

  protected override keepPace(): void {} // dash.js does, as the manifest's ServiceDescription says

  protected override ticked(): void {
    const latencyMs = this.ended || this.playAskedMs === null ? NaN : this.player.getCurrentLiveLatency() * 1000;
    this.stats.playerLatencyMs = Number.isFinite(latencyMs) ? latencyMs : null;
    this.stats.playbackRate = this.video.playbackRate;
    this.endIfStuck();
  }

  protected override onElementEnded(): void {
    super.onElementEnded();
    this.end({ kind: 'closed' });
  }

  protected override onElementError(): void {
    // dash.js hears it too
  }

  /** Sound counts with the pictures that follow it. */
  private onMedia({ request }: FragmentLoadingCompletedEvent): void {
    const bytes = request.bytesTotal ?? 0;
    this.silence.expectPauses(Math.max(MIN_SILENCE_MS, 2_500 * (request.duration || 0)));
    this.received(bytes);
    if (request.mediaType === (this.pictures ? 'video' : 'audio') && request.startTime >= 0) {
      this.stats.bitrate.add(request.startTime * 1000, bytes + this.soundBytes);
      this.soundBytes = 0;
    } else {
      this.soundBytes += bytes;
    }
  }

  private onError({ error }: ErrorEvent): void {
    const end = endOf(error);
    if (end !== null) {
      this.end(end);
    }
  }
}

function endOf(error: ErrorEvent['error']): SessionEnd | null {
  if (typeof error === 'string') {
    return { kind: error === 'capability' || error === 'mediasource' ? 'unsupported' : 'broken' };
  }
  const { code, data } = error as { code?: unknown; data?: { response?: { status?: number } } };
  if (UNSUPPORTED.includes(code)) {
    return { kind: 'unsupported' };
  }
  if (PASSING.includes(code)) {
    return null;
  }
  const status = data?.response?.status ?? 0;
  return status === 401 || status === 403 || status === 451 ? { kind: 'refused', refusal: { status, reason: null } } : { kind: 'broken' };
}
