/** Plays HLS by the browser's own player: for browsers that have nothing else, and for those who want it. */
import { noteShown } from './ingest-delay';
import { refusalOf } from './refusal';
import { Session, type SessionEnd, type SessionObserver, type SessionSource, type SessionTools } from './session';

const MIN_SILENCE_MS = 15_000;

/** Safari tells when the first picture of what it calls 0 was taken in. */
type DatedVideo = HTMLVideoElement & { getStartDate?: () => Date };

export class NativeSession extends Session {
  private readonly url: string;
  private readonly pictures: boolean;
  private bufferedToS = 0;

  constructor({ url, info }: SessionSource, tools: SessionTools, observer: SessionObserver) {
    super(tools, observer, MIN_SILENCE_MS);
    this.url = url;
    this.pictures = info.tracks.some(({ kind }) => kind === 'video');
    this.video.src = url;
    this.video.load();
  }

  protected override destroy(): void {
    this.video.removeAttribute('src');
    this.video.load();
  }

  protected override hasPictures(): boolean {
    return this.pictures;
  }

  protected override shown(_kind: 'video' | 'audio', mediaMs: number, atMs: number): void {
    const startMs = (this.video as DatedVideo).getStartDate?.().getTime() ?? NaN;
    noteShown(this.stats, this.tools.clock, mediaMs, atMs, Number.isFinite(startMs) ? startMs + mediaMs : null);
  }

  protected override startBufferMs(): number {
    return 0; // it knows itself when to start
  }

  protected override keepPace(): void {}

  protected override ticked(): void {
    const { buffered } = this.video;
    const toS = buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
    if (toS !== this.bufferedToS) {
      this.bufferedToS = toS;
      this.received(0);
    }
  }

  protected override onElementEnded(): void {
    super.onElementEnded();
    this.end({ kind: 'closed' });
  }

  /** The element does not tell a refusal from a codec that it does not know: asking again does. */
  protected override onElementError(): void {
    if (this.video.error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED) {
      void reasonOf(this.url).then((end) => this.end(end));
    } else {
      this.end({ kind: 'broken' });
    }
  }
}

async function reasonOf(url: string): Promise<SessionEnd> {
  try {
    const answer = await fetch(url, { cache: 'no-store' });
    if (answer.ok) {
      return { kind: 'unsupported' };
    }
    const refused = answer.status < 500 && answer.status !== 404;
    return refused ? { kind: 'refused', refusal: await refusalOf(answer) } : { kind: 'broken' };
  } catch {
    return { kind: 'broken' };
  }
}
