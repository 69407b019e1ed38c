/** Plays HLS by hls.js, in a chunk of its own that is fetched when it is wanted. */
import Hls, { ErrorDetails, ErrorTypes, Events, type ErrorData, type HlsConfig, type LevelDetails } from 'hls.js';
import workerPath from 'hls.js/dist/hls.worker.js?url';
import { ingestAt, noteShown } from './ingest-delay';
import { keepBehindEdge, SETTLING_MS } from './pace';
import { refusalIn, type Refusal } from './refusal';
import { Session, type SessionEnd, type SessionObserver, type SessionSource, type SessionTools } from './session';

/** The first playlist may wait for the first segment; the node answers within 15 s. */
const FIRST_PLAYLIST_MS = 16_000;
const MIN_SILENCE_MS = 3_000;
const START_BUFFER_MS = 300;
const MAX_LATE_MS = 400;
const GROWING_PARTS = 1;
/** To start with, before the playlist says how long parts are. */
const USUAL_PARTS_S = 0.2;
/** How much later to play after hls.js noticed a stall. */
const AFTER_STALL_S = 0.1;

const UNSUPPORTED: readonly string[] = [
  ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR,
  ErrorDetails.BUFFER_ADD_CODEC_ERROR,
  ErrorDetails.BUFFER_INCOMPATIBLE_CODECS_ERROR,
];

export class HlsSession extends Session {
  private readonly hls: Hls;
  private readonly lowLatency: boolean;
  private readonly pictures: boolean;
  private readonly bufferS: number;
  private targetSet = false;
  private meanLatencyMs: number | null = null;
  private recovered = false;
  private soundBytes = 0;

  constructor({ url, format, info }: SessionSource, tools: SessionTools, observer: SessionObserver) {
    super(tools, observer, FIRST_PLAYLIST_MS);
    this.lowLatency = format === 'll';
    this.pictures = info.tracks.some(({ kind }) => kind === 'video');
    this.bufferS = info.pace.targetMs / 1000;
    this.hls = new Hls(configFor(this.lowLatency ? this.bufferS + USUAL_PARTS_S : null));
    this.hls.on(Events.LEVEL_LOADED, (_event, { details }) => this.onPlaylist(details));
    this.hls.on(Events.FRAG_LOADED, (_event, { frag, part }) => {
      const piece = part ?? frag;
      this.onMedia(frag.type, piece.start * 1000, piece.stats.loaded);
    });
    this.hls.on(Events.ERROR, (_event, error) => this.onError(error));
    this.hls.loadSource(url);
    this.hls.attachMedia(this.video);
  }

  /** hls.js' own figure, in ms: from the end of the playlist, as it should be now, to the picture. */
  get playerLatencyMs(): number | null {
    return this.hls.latestLevelDetails === null ? null : this.hls.latency * 1000;
  }

  protected override destroy(): void {
    this.hls.destroy();
  }

  protected override hasPictures(): boolean {
    return this.pictures;
  }

  protected override shown(_kind: 'video' | 'audio', mediaMs: number, atMs: number): void {
    const details = this.hls.latestLevelDetails;
    const stretches = details === null ? [] : [...details.fragments, details.fragmentHint];
    noteShown(this.stats, this.tools.clock, mediaMs, atMs, ingestAt(stretches, mediaMs / 1000));
  }

  protected override startBufferMs(): number {
    return START_BUFFER_MS;
  }

  protected override keepPace(bufferMs: number, playedMs: number): void {
    const { targetLatency, latency, latestLevelDetails, liveSyncPosition } = this.hls;
    if (targetLatency === null || latestLevelDetails === null || liveSyncPosition === null || this.ended) {
      return;
    }
    this.meanLatencyMs ??= latency * 1000;
    this.meanLatencyMs += (latency * 1000 - this.meanLatencyMs) * 0.25;
    const excessMs = (latency - targetLatency) * 1000;
    // while starting took its time the stream went on; nobody has seen much of it yet
    const late = this.lowLatency && playedMs < SETTLING_MS && excessMs > MAX_LATE_MS && bufferMs > excessMs + START_BUFFER_MS;
    const move = late ? 'jump' : keepBehindEdge({
      latencyMs: this.meanLatencyMs,
      bufferMs,
      targetMs: targetLatency * 1000,
      segmentMs: latestLevelDetails.targetduration * 1000,
      rate: this.video.playbackRate,
    });
    if (move === 'jump') {
      this.stats.jumps++;
      this.meanLatencyMs = null;
      this.video.currentTime = liveSyncPosition;
    } else {
      this.setRate(move);
    }
  }

  protected override ticked(): void {
    this.stats.playerLatencyMs = this.playerLatencyMs;
    this.endIfStuck();
  }

  protected override onElementEnded(): void {
    super.onElementEnded();
    this.end({ kind: 'closed' });
  }

  protected override onElementError(): void {
    // hls.js hears it too, and says whether it is fatal
  }

  private onPlaylist(details: LevelDetails): void {
    const atLeastS = this.lowLatency ? 0 : 2.5 * details.targetduration;
    this.silence.expectPauses(Math.max(MIN_SILENCE_MS, atLeastS * 1000));
    if (this.lowLatency && !this.targetSet && details.partTarget > 0) {
      // what the profile wants to have buffered and the part that grows, or what the node asks for
      this.targetSet = true;
      this.hls.targetLatency = Math.max(details.partHoldBack, this.bufferS + GROWING_PARTS * details.partTarget);
    }
  }

  /** Sound counts with the pictures that follow it. */
  private onMedia(kind: string, startMs: number, bytes: number): void {
    this.received(bytes);
    if (kind === 'main') {
      this.stats.bitrate.add(startMs, bytes + this.soundBytes);
      this.soundBytes = 0;
    } else {
      this.soundBytes += bytes;
    }
  }

  private onError(error: ErrorData): void {
    if (!error.fatal) {
      return;
    }
    if (error.type === ErrorTypes.MEDIA_ERROR && !UNSUPPORTED.includes(error.details) && !this.recovered) {
      this.recovered = true;
      this.hls.recoverMediaError();
      this.playAgain();
    } else {
      this.end(endOf(error));
    }
  }
}

/** @param liveSyncDuration where to start, in s behind the live edge; null for ordinary latency */
function configFor(liveSyncDuration: number | null): Partial<HlsConfig> {
  const patient = Hls.DefaultConfig.playlistLoadPolicy.default;
  return {
    workerPath,
    lowLatencyMode: liveSyncDuration !== null,
    ...(liveSyncDuration === null ? {} : { liveSyncDuration }),
    startFragPrefetch: true,
    backBufferLength: 20,
    maxBufferLength: 20,
    liveDurationInfinity: true,
    liveSyncOnStallIncrease: AFTER_STALL_S,
    maxLiveSyncPlaybackRate: 1, // the rate is `keepBehindEdge`'s
    playlistLoadPolicy: {
      // a stream that waits for its publisher answers 503 for some seconds
      default: { ...patient, errorRetry: { maxNumRetry: 20, retryDelayMs: 500, maxRetryDelayMs: 2_000 } },
    },
  };
}

function endOf(error: ErrorData): SessionEnd {
  if (UNSUPPORTED.includes(error.details)) {
    return { kind: 'unsupported' };
  }
  const refusal = refusalOf(error);
  return refusal === null ? { kind: 'broken' } : { kind: 'refused', refusal };
}

/** Of playlists only: a segment that is gone is no refusal, nor is a stream that is not there yet. */
function refusalOf(error: ErrorData): Refusal | null {
  const status = error.response?.code ?? 0;
  if (error.frag !== undefined || status < 400 || status >= 500 || status === 404) {
    return null;
  }
  const answer = error.networkDetails;
  return refusalIn(status, answer instanceof XMLHttpRequest && answer.responseType !== 'arraybuffer' ? answer.responseText : '');
}
