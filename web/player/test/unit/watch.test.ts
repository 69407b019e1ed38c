import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readInfo, type InfoAnswer } from '../../page/info';
import type { SessionObserver } from '../../page/session';
import { FORMATS, type Format } from '../../page/format';
import { Watch, type OpenSession, type WatchPorts } from '../../page/watch';

const info = (state: string, codec = 'H.264'): InfoAnswer => ({
  kind: 'info',
  info: readInfo({ state, tracks: [{ kind: 'video', codec }], formats: { flv: '/a.flv' } }),
});
const LIVE = info('live');
const OFFLINE = info('offline');
const WAITING = info('waiting');
const UNREACHABLE: InfoAnswer = { kind: 'unreachable' };

class FakeSession implements OpenSession {
  stalled = false;
  closed = false;
  unblocked = false;
  finish: () => void = () => undefined;

  constructor(
    readonly transport: string,
    readonly observer: SessionObserver,
  ) {}

  close(): void {
    this.closed = true;
  }

  playedOut(): Promise<void> {
    return new Promise((done) => (this.finish = done));
  }

  unblock(): void {
    this.unblocked = true;
  }
}

describe('Watch', () => {
  let answer: InfoAnswer;
  let asked: number;
  let sessions: FakeSession[];
  let calls: string[];
  let watch: Watch;
  let playable: Set<Format>;

  const current = (): FakeSession => sessions.at(-1)!;
  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    vi.useFakeTimers();
    [answer, asked, sessions, calls] = [LIVE, 0, [], []];
    playable = new Set<Format>(['flv']);
    const ports: WatchPorts = {
      fetchInfo: () => {
        asked++;
        return Promise.resolve(answer);
      },
      pick: (_info, choice, failed) => FORMATS.find((f) => (choice === 'auto' || choice === f) && !failed.has(f) && playable.has(f)) ?? null,
      open: (_info, transport, observer) => {
        sessions.push(new FakeSession(transport, observer));
        return current();
      },
      changed: () => undefined,
      wished: () => calls.push('wished'),
      interrupted: () => calls.push('interrupted'),
      stopped: () => calls.push('stopped'),
    };
    watch = new Watch(ports, 'auto', () => 0.5, () => Date.now());
  });

  afterEach(() => vi.useRealTimers());

  async function play(): Promise<void> {
    watch.start();
    await pass(0);
    current().observer.onPicture();
    expect(watch.state.kind).toBe('playing');
  }

  it('plays what is live', async () => {
    watch.start();
    await pass(0);
    expect(watch.state.kind).toBe('connecting');
    current().observer.onPicture();
    expect(watch.state.kind).toBe('playing');
    await pass(60_000);
    expect(asked).toBe(1);
  });

  it('waits for the stream and starts by itself within two seconds', async () => {
    answer = OFFLINE;
    watch.start();
    await pass(10_000);
    expect(watch.state.kind).toBe('offline');
    expect(asked).toBeGreaterThanOrEqual(6);
    answer = LIVE;
    await pass(2_000);
    expect(sessions.length).toBe(1);
    expect(calls.filter((call) => call === 'wished').length).toBe(2);
  });

  it('reconnects at once after a break, then more patiently', async () => {
    await play();
    current().observer.onEnd({ kind: 'closed' });
    await pass(0);
    expect(sessions.length).toBe(2);
    expect(sessions[0]!.closed).toBe(true);
    expect(calls).toContain('interrupted');
    current().observer.onEnd({ kind: 'broken' });
    await pass(400);
    expect(sessions.length).toBe(2);
    await pass(200);
    expect(sessions.length).toBe(3);
    expect(watch.state.kind).toBe('reconnecting');
  });

  it('is quick again after a connection that held', async () => {
    await play();
    for (let i = 0; i < 3; i++) {
      current().observer.onEnd({ kind: 'closed' });
      await pass(2_500);
      current().observer.onPicture();
    }
    await pass(20_000);
    const before = sessions.length;
    current().observer.onEnd({ kind: 'closed' });
    await pass(0);
    expect(sessions.length).toBe(before + 1);
  });

  it('shows the end only after what was buffered', async () => {
    await play();
    answer = OFFLINE;
    current().observer.onEnd({ kind: 'closed' });
    await pass(100);
    expect(watch.state.kind).toBe('playing');
    current().finish();
    await pass(0);
    expect(watch.state.kind).toBe('offline');
    expect(current().closed).toBe(true);
  });

  it('keeps the connection while the publisher is away', async () => {
    await play();
    answer = WAITING;
    current().observer.onSilence();
    await pass(0);
    expect(watch.state.kind).toBe('waiting');
    await pass(5_000);
    answer = LIVE;
    current().stalled = true;
    current().observer.onBytes();
    expect(watch.state.kind).toBe('stalled');
    current().observer.onResume();
    await pass(60_000);
    expect([watch.state.kind, sessions.length]).toEqual(['playing', 1]);
  });

  it('gives a kept connection a moment to go on, then makes a new one', async () => {
    await play();
    answer = WAITING;
    current().observer.onSilence();
    await pass(100);
    answer = LIVE;
    await pass(1_200);
    expect(sessions.length).toBe(1);
    await pass(3_500);
    expect(sessions.length).toBe(2);
  });

  it('does not show the last pictures of a stuck stream again and again', async () => {
    await play();
    let silent: FakeSession | null = null;
    for (let seconds = 0; seconds < 60; seconds += 3) {
      if (silent !== current()) {
        silent = current();
        silent.observer.onSilence(); // each new connection gives a burst, then nothing
      }
      await pass(3_000);
    }
    expect(watch.state.kind).toBe('waiting');
    expect(sessions.length).toBe(4);
    current().observer.onBytes();
    expect(watch.state.kind).toBe('playing');
  });

  it('replaces a dead connection to a live stream', async () => {
    await play();
    current().observer.onSilence();
    await pass(0);
    expect(sessions.length).toBe(2);
  });

  it('stays with what it has while the node cannot be reached', async () => {
    await play();
    answer = UNREACHABLE;
    current().observer.onSilence();
    await pass(5_000);
    expect([watch.state.kind, current().closed]).toEqual(['reconnecting', false]);
    answer = LIVE;
    await pass(2_000);
    expect(sessions.length).toBe(2);
  });

  it('says that the node cannot be reached, and comes back', async () => {
    answer = UNREACHABLE;
    watch.start();
    await pass(5_000);
    expect(watch.state.kind).toBe('unreachable');
    answer = LIVE;
    await pass(2_000);
    expect(sessions.length).toBe(1);
  });

  it('takes 404 for offline, other refusals for final until asked again', async () => {
    answer = { kind: 'refused', refusal: { status: 404, reason: null } };
    watch.start();
    await pass(0);
    expect(watch.state.kind).toBe('offline');
    answer = { kind: 'refused', refusal: { status: 403, reason: 'banned' } };
    await pass(2_000);
    expect(watch.state).toEqual({ kind: 'refused', refusal: { status: 403, reason: 'banned' } });
    answer = LIVE;
    await pass(8_000);
    expect(sessions.length).toBe(0);
    await pass(2_000);
    expect(sessions.length).toBe(1);
  });

  it('shows what the media connection was refused for', async () => {
    watch.start();
    await pass(0);
    current().observer.onEnd({ kind: 'refused', refusal: { status: 451, reason: 'region' } });
    expect(watch.state.kind).toBe('refused');
    expect(current().closed).toBe(true);
  });

  it('does not try again what the browser cannot play, until it changes', async () => {
    answer = info('live', 'HEVC');
    watch.start();
    await pass(0);
    current().observer.onEnd({ kind: 'unsupported' });
    expect(watch.state).toEqual({ kind: 'unsupported', codecs: 'HEVC', chosen: null });
    await pass(30_000);
    expect(sessions.length).toBe(1);
    answer = LIVE;
    await pass(10_000);
    expect(sessions.length).toBe(2);
  });

  it('pauses by closing, resumes by opening', async () => {
    await play();
    watch.pause();
    expect([watch.state.kind, current().closed]).toEqual(['paused', true]);
    watch.hurry();
    await pass(60_000);
    expect(sessions.length).toBe(1);
    watch.resume();
    await pass(0);
    expect(sessions.length).toBe(2);
  });

  it('changes the format in mid-play, and hears nothing of the old connection', async () => {
    playable.add('ll');
    await play();
    watch.choose('ll');
    expect([current().transport, sessions[0]!.closed]).toEqual(['ll', true]);
    sessions[0]!.observer.onEnd({ kind: 'closed' });
    sessions[0]!.observer.onStall();
    await pass(60_000);
    expect([sessions.length, watch.state.kind]).toEqual([2, 'connecting']);
    watch.choose('ll');
    expect(sessions.length).toBe(2);
  });

  it('tries the next format where one turns out not to play', async () => {
    playable.add('ll');
    watch.start();
    await pass(0);
    current().observer.onEnd({ kind: 'unsupported' });
    expect([current().transport, sessions[0]!.closed, watch.state.kind]).toEqual(['ll', true, 'connecting']);
    expect(calls).not.toContain('interrupted');
    current().observer.onEnd({ kind: 'unsupported' });
    expect(watch.state.kind).toBe('unsupported');
    watch.choose('flv');
    expect(current().transport).toBe('flv');
  });

  it('says which chosen format does not play, and plays when another one is chosen', async () => {
    watch.choose('dash');
    watch.start();
    await pass(0);
    expect(watch.state).toEqual({ kind: 'unsupported', codecs: 'H.264', chosen: 'dash' });
    expect(sessions.length).toBe(0);
    watch.choose('auto');
    expect(current().transport).toBe('flv');
  });

  it('hands a click on to the session that the browser blocked', async () => {
    watch.start();
    await pass(0);
    current().observer.onBlocked();
    expect(watch.state.kind).toBe('blocked');
    watch.unblock();
    expect(current().unblocked).toBe(true);
  });

  it('ignores an answer that came too late', async () => {
    answer = OFFLINE;
    watch.start();
    watch.pause();
    await pass(5_000);
    expect(watch.state.kind).toBe('paused');
  });
});
