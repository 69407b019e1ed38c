/**
 * Brings the stream's bytes to mpegts.js, by HTTP or WebSocket as the URL says, through the FLV
 * scanner. One loader is one connection: a live stream cannot be continued at a byte position.
 */
import mpegts from 'mpegts.js';
import { FlvScanner, type FrameMark } from './flv-scanner';
import { refusalOf, type Refusal } from './refusal';

/** Who hears of what passes by. */
export interface LoaderObserver {
  onFrame(mark: FrameMark): void;
  onBytes(count: number): void;
  /** The connection is over; `refusal` holds the answer's status and the reason it gave. */
  onEnd(refusal: Refusal | null): void;
}

type LoaderConstructor = new (...ignored: never[]) => InstanceType<typeof FlvLoader>;

/** The class for mpegts.js' `customLoader`, which makes the instances itself. */
export function loaderFor(observer: LoaderObserver): LoaderConstructor {
  return class extends FlvLoader {
    constructor() {
      super(observer);
    }
  };
}

class FlvLoader extends mpegts.BaseLoader {
  private readonly scanner: FlvScanner;
  private readonly aborter = new AbortController();
  private socket: WebSocket | null = null;
  private passedBytes = 0;

  constructor(private readonly observer: LoaderObserver) {
    super('freshet-flv-loader');
    this._needStash = false; // whole tags only: nothing to collect
    this.scanner = new FlvScanner((mark) => observer.onFrame(mark));
  }

  override open(source: { url: string }, range: { from: number }): void {
    if (range.from > 0) {
      this.fail();
      return;
    }
    this._status = mpegts.LoaderStatus.kConnecting;
    if (/^wss?:/.test(source.url)) {
      this.openSocket(source.url);
    } else {
      void this.openFetch(source.url);
    }
  }

  override abort(): void {
    this._status = mpegts.LoaderStatus.kComplete;
    this.aborter.abort();
    if (this.socket !== null) {
      this.socket.onmessage = this.socket.onclose = null;
      this.socket.close();
      this.socket = null;
    }
  }

  override destroy(): void {
    this.abort();
    super.destroy();
  }

  private async openFetch(url: string): Promise<void> {
    try {
      const answer = await fetch(url, { cache: 'no-store', signal: this.aborter.signal });
      if (!answer.ok || answer.body === null) {
        this.end(await refusalOf(answer));
        return;
      }
      const reader = answer.body.getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        if (this.aborter.signal.aborted) {
          return;
        }
        this.receive(read.value);
      }
      this.end(null);
    } catch {
      this.fail();
    }
  }

  private openSocket(url: string): void {
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = (event) => {
      try {
        this.receive(new Uint8Array(event.data as ArrayBuffer));
      } catch {
        socket.close();
        this.fail();
      }
    };
    socket.onclose = () => this.end(null); // also after an error
  }

  private receive(bytes: Uint8Array): void {
    this._status = mpegts.LoaderStatus.kBuffering;
    this.observer.onBytes(bytes.length);
    const tags = this.scanner.push(bytes);
    if (tags !== null) {
      const from = this.passedBytes;
      this.passedBytes += tags.byteLength;
      this.onDataArrival(tags, from, this.passedBytes);
    }
  }

  private end(refusal: Refusal | null): void {
    if (this.aborter.signal.aborted) {
      return;
    }
    this._status = mpegts.LoaderStatus.kComplete;
    if (refusal === null && this.passedBytes > 0) {
      this.onComplete(0, this.passedBytes - 1); // plays out what is buffered
    }
    this.observer.onEnd(refusal);
  }

  /** A lost connection, or an answer that is not FLV: an ordinary end. */
  private fail(): void {
    if (!this.aborter.signal.aborted) {
      this._status = mpegts.LoaderStatus.kError;
      this.observer.onEnd(null);
    }
  }
}
