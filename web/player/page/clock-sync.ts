/**
 * How far this device's clock is from the node's, measured as NTP does: of several questions the one
 * that was answered fastest tells most.
 */

export interface ClockSample {
  /** Local time when the question left, in ms. */
  sentMs: number;
  /** Local time when the answer came, in ms. */
  receivedMs: number;
  /** The node's Unix time in between, in us. */
  unixUs: number;
}

export interface ClockOffset {
  /** Add this to local time to get the node's, in ms. */
  offsetMs: number;
  /** The true offset is within half of this. */
  roundTripMs: number;
}

/** The offset by the sample with the shortest round trip; null without samples. */
export function bestOffset(samples: readonly ClockSample[]): ClockOffset | null {
  let best: ClockOffset | null = null;
  for (const { sentMs, receivedMs, unixUs } of samples) {
    const roundTripMs = receivedMs - sentMs;
    if (roundTripMs >= 0 && (best === null || roundTripMs < best.roundTripMs)) {
      best = { offsetMs: unixUs / 1000 - (sentMs + receivedMs) / 2, roundTripMs };
    }
  }
  return best;
}

/** Local time in Unix ms that never jumps while the page is open. */
export function localNowMs(): number {
  return performance.timeOrigin + performance.now();
}

const SAMPLES_A_ROUND = 6;
/** The first round competes with the page's own loading, so the second comes soon. */
const SECOND_ROUND_MS = 3_000;
const ROUND_MS = 30_000;
/** Older samples do not count: clocks drift. */
const KEEP_MS = 65_000;
const TIMEOUT_MS = 3_000;

/** Keeps measuring. Owned by the page. */
export class ClockSync {
  private samples: ClockSample[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly url: string) {}

  /** By the best sample of the last minute; null before the first. */
  get offset(): ClockOffset | null {
    return bestOffset(this.samples);
  }

  start(): void {
    void this.rounds(SECOND_ROUND_MS);
  }

  private async rounds(nextMs: number): Promise<void> {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.rounds(ROUND_MS), nextMs);
    for (let i = 0; i < SAMPLES_A_ROUND; i++) {
      const sample = await this.ask();
      if (sample === null) {
        return; // no network, or no such endpoint: the next round will tell
      }
      this.samples = [...this.samples.filter(({ sentMs }) => sentMs > sample.sentMs - KEEP_MS), sample];
    }
  }

  private async ask(): Promise<ClockSample | null> {
    try {
      const sentMs = localNowMs();
      const answer = await fetch(this.url, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
      const receivedMs = localNowMs(); // at the headers: the body is small and comes with them
      const body = (await answer.json()) as { unixUs?: unknown };
      return answer.ok && typeof body.unixUs === 'number' ? { sentMs, receivedMs, unixUs: body.unixUs } : null;
    } catch {
      return null;
    }
  }
}
