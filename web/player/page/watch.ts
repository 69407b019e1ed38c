/**
 * Decides what the page does: waits for the stream, plays it, comes back after anything that breaks.
 * Owned by the page; knows no DOM.
 */
import type { Choice, Format } from './format';
import type { InfoAnswer, StreamInfo } from './info';
import type { Refusal } from './refusal';
import type { SessionEnd, SessionObserver } from './session';

export type WatchState =
  | { kind: 'loading' }
  | { kind: 'offline' }
  | { kind: 'unreachable' }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'connecting' }
  | { kind: 'playing' }
  | { kind: 'stalled' }
  | { kind: 'waiting' }
  | { kind: 'reconnecting' }
  | { kind: 'blocked' }
  | { kind: 'unsupported'; codecs: string; chosen: Format | null }
  | { kind: 'paused' };

/** What the page does for this module. */
export interface WatchPorts {
  fetchInfo(): Promise<InfoAnswer>;
  /** The format to play of those that have not failed; null if there is none. */
  pick(info: StreamInfo, choice: Choice, failed: ReadonlySet<Format>): Format | null;
  open(info: StreamInfo, format: Format, observer: SessionObserver): OpenSession;
  /** The state or the information about the stream changed. */
  changed(): void;
  /** From now on a picture is awaited. */
  wished(): void;
  /** The viewer sees nothing move although there is something to see. */
  interrupted(): void;
  /** There is nothing to see, by the stream's or the viewer's own will. */
  stopped(): void;
}

/** A `Session`, seen from here. */
export interface OpenSession {
  readonly stalled: boolean;
  close(): void;
  playedOut(): Promise<void>;
  unblock(): void;
}

const MIN_POLL_MS = 1_000;
const MAX_POLL_MS = 2_000;
const REFUSED_POLL_MS = 10_000;
const RECONNECT_MS = [0, 500, 1_000, 2_000];
/** How much longer to stay with a silent connection for each one before it that was silent too. */
const SILENT_MS = 10_000;
const MAX_SILENT_MS = 30_000;
/** A connection that held this long was a good one: the next failure starts anew. */
const SETTLED_MS = 10_000;

export class Watch {
  state: WatchState = { kind: 'loading' };
  info: StreamInfo | null = null;
  /** What is played, or was played last. */
  format: Format | null = null;

  private session: OpenSession | null = null;
  private sessionId = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private question = 0;
  private pollMs = MIN_POLL_MS;
  private failures = 0;
  private openedAtMs = 0;
  private silent = false;
  private silentReopens = 0;
  private reopenAtMs = 0;
  /** The codecs that this browser could not play. */
  private unplayable: string | null = null;
  /** Formats that turned out not to play here. */
  private readonly failed = new Set<Format>();

  constructor(
    private readonly ports: WatchPorts,
    public choice: Choice,
    private readonly random: () => number = Math.random,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  start(): void {
    this.ports.wished();
    void this.ask();
  }

  pause(): void {
    this.forgetQuestion();
    this.stop({ kind: 'paused' });
  }

  resume(): void {
    this.failures = 0;
    this.enter({ kind: 'loading' });
    this.start();
  }

  /** The viewer clicked where the browser wanted it. */
  unblock(): void {
    this.session?.unblock();
  }

  choose(choice: Choice): void {
    if (choice === this.choice) {
      return;
    }
    this.choice = choice;
    this.failed.clear();
    if (this.info !== null && (this.session !== null || this.state.kind === 'unsupported')) {
      this.forgetQuestion();
      this.failures = 0;
      this.openSession(this.info);
    }
    this.ports.changed();
  }

  /** Asks at once instead of at the next poll: the page came back to the foreground, or online. */
  hurry(): void {
    if (this.session === null && this.state.kind !== 'paused') {
      void this.ask();
    }
  }

  private async ask(): Promise<void> {
    this.forgetQuestion();
    const question = this.question;
    const answer = await this.ports.fetchInfo();
    if (question !== this.question) {
      return;
    }
    switch (answer.kind) {
      case 'unreachable':
        this.afterUnreachable();
        break;
      case 'refused':
        await this.afterRefusal(answer.refusal);
        break;
      case 'info':
        this.info = answer.info;
        await this.afterInfo(answer.info);
        break;
    }
  }

  private afterUnreachable(): void {
    this.enter({ kind: this.session === null ? 'unreachable' : 'reconnecting' });
    this.askLater();
  }

  private async afterRefusal(refusal: Refusal): Promise<void> {
    if (refusal.status === 404) {
      await this.goOffline();
      return;
    }
    this.stop({ kind: 'refused', refusal });
    this.askIn(REFUSED_POLL_MS);
  }

  private async afterInfo(info: StreamInfo): Promise<void> {
    switch (info.state) {
      case 'offline':
        await this.goOffline();
        break;
      case 'waiting':
        // when it goes on, the kept connection does so first
        this.reopenAtMs = Math.max(this.reopenAtMs, this.nowMs() + MAX_POLL_MS);
        this.enter({ kind: 'waiting' });
        this.askLater();
        break;
      case 'live':
        this.goLive(info);
        break;
    }
  }

  private async goOffline(): Promise<void> {
    const question = this.question;
    await this.session?.playedOut();
    if (question !== this.question) {
      return;
    }
    this.failures = 0;
    this.forgetFailures();
    this.stop({ kind: 'offline' });
    this.askLater();
  }

  private goLive(info: StreamInfo): void {
    if (this.unplayable !== null && this.unplayable !== codecs(info)) {
      this.forgetFailures();
    }
    if (this.unplayable !== null) {
      this.askIn(REFUSED_POLL_MS);
    } else if (this.session !== null && this.silent && this.nowMs() < this.reopenAtMs) {
      this.enter({ kind: 'waiting' });
      this.askLater();
    } else {
      this.silentReopens += this.silent ? 1 : 0;
      if (this.session === null && this.state.kind !== 'loading') {
        this.ports.wished();
      }
      this.openSession(info);
    }
  }

  private openSession(info: StreamInfo): void {
    const interrupted = this.session !== null;
    const format = this.ports.pick(info, this.choice, this.failed);
    if (format === null) {
      this.giveUp(info);
      return;
    }
    this.closeSession();
    this.silent = false;
    this.unplayable = null;
    this.format = format;
    this.pollMs = MIN_POLL_MS;
    this.openedAtMs = this.nowMs();
    this.enter({ kind: this.failures === 0 ? 'connecting' : 'reconnecting' });
    this.session = this.ports.open(info, format, this.observer());
    if (interrupted) {
      this.ports.interrupted();
    }
  }

  /** A session is heard only as long as it is the current one. */
  private observer(): SessionObserver {
    const id = this.sessionId;
    const ifCurrent = (then: () => void): void => {
      if (id === this.sessionId) {
        then();
      }
    };
    return {
      onPicture: () => ifCurrent(() => this.enter({ kind: 'playing' })),
      onStall: () => ifCurrent(() => this.enter({ kind: 'stalled' })),
      onResume: () => ifCurrent(() => this.enter({ kind: 'playing' })),
      onPaused: () => ifCurrent(() => this.pause()),
      onBlocked: () => ifCurrent(() => this.enter({ kind: 'blocked' })),
      onSilence: () => ifCurrent(() => this.afterSilence()),
      onBytes: () => ifCurrent(() => this.afterBytes()),
      onEnd: (end) => ifCurrent(() => this.afterEnd(end)),
    };
  }

  /** The connection may be dead, or the publisher may be: the node knows. */
  private afterSilence(): void {
    const nowMs = this.nowMs();
    if (nowMs - this.openedAtMs > SETTLED_MS) {
      this.silentReopens = 0;
    }
    // where a new connection was silent too, more of them would only show the last pictures again
    this.reopenAtMs = nowMs + Math.min(MAX_SILENT_MS, SILENT_MS * this.silentReopens);
    this.silent = true;
    this.failures++;
    void this.ask();
  }

  private afterBytes(): void {
    this.silent = false;
    this.silentReopens = 0;
    this.forgetQuestion();
    this.enter({ kind: this.session?.stalled === true ? 'stalled' : 'playing' });
  }

  private afterEnd(end: SessionEnd): void {
    switch (end.kind) {
      case 'unsupported':
        this.afterUnsupported();
        break;
      case 'refused':
        this.forgetQuestion();
        void this.afterRefusal(end.refusal);
        break;
      case 'closed':
      case 'broken':
        this.reconnect();
        break;
    }
  }

  /** Another format may play; if none does, another stream may. */
  private afterUnsupported(): void {
    this.closeSession();
    if (this.format !== null) {
      this.failed.add(this.format);
    }
    if (this.info !== null) {
      this.openSession(this.info);
    }
  }

  private giveUp(info: StreamInfo): void {
    this.unplayable = codecs(info);
    const chosen = this.choice === 'auto' ? null : this.choice;
    this.stop({ kind: 'unsupported', codecs: this.unplayable, chosen });
    this.askIn(REFUSED_POLL_MS);
  }

  private forgetFailures(): void {
    this.unplayable = null;
    this.failed.clear();
  }

  private reconnect(): void {
    if (this.nowMs() - this.openedAtMs > SETTLED_MS) {
      this.failures = 0;
    }
    const delayMs = RECONNECT_MS[Math.min(this.failures, RECONNECT_MS.length - 1)]!;
    this.failures++;
    this.askIn(delayMs * (0.75 + this.random() / 2));
  }

  /** Between 1 and 2 s, spread so that many pages do not ask together. */
  private askLater(): void {
    this.askIn(this.pollMs * (0.85 + this.random() * 0.15));
    this.pollMs = Math.min(MAX_POLL_MS, this.pollMs * 1.3);
  }

  private askIn(delayMs: number): void {
    this.forgetQuestion();
    this.timer = setTimeout(() => void this.ask(), delayMs);
  }

  /** An answer that is still under way is stale. */
  private forgetQuestion(): void {
    clearTimeout(this.timer);
    this.question++;
  }

  private stop(state: WatchState): void {
    this.closeSession();
    this.ports.stopped();
    this.enter(state);
  }

  private closeSession(): void {
    this.sessionId++;
    this.session?.close();
    this.session = null;
  }

  private enter(state: WatchState): void {
    this.state = state;
    this.ports.changed();
  }
}

function codecs(info: StreamInfo): string {
  return info.tracks.map((track) => track.codec).join(', ');
}
