import { describe, expect, it } from 'vitest';
import { LazySession } from '../../page/lazy-session';
import type { SessionEnd } from '../../page/session';
import type { OpenSession } from '../../page/watch';

class Opened implements OpenSession {
  readonly stalled = true;
  closed = false;
  unblocked = false;

  close(): void {
    this.closed = true;
  }

  playedOut(): Promise<void> {
    return Promise.resolve();
  }

  unblock(): void {
    this.unblocked = true;
  }
}

describe('LazySession', () => {
  const ends: SessionEnd[] = [];
  const observer = { onEnd: (end: SessionEnd): void => void ends.push(end) };
  const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

  it('is the session once its code is there', async () => {
    const opened = new Opened();
    const lazy = new LazySession(() => Promise.resolve(() => opened), observer);
    expect(lazy.stalled).toBe(false);
    await settled();
    lazy.unblock();
    lazy.close();
    expect([lazy.stalled, opened.unblocked, opened.closed]).toEqual([true, true, true]);
  });

  it('opens nothing when it was closed meanwhile', async () => {
    let made = 0;
    new LazySession(() => Promise.resolve(() => (made++, new Opened())), observer).close();
    await settled();
    expect(made).toBe(0);
  });

  it('is a broken connection where the code cannot be had', async () => {
    new LazySession(() => Promise.reject(new Error('no network')), observer);
    await settled();
    expect(ends).toEqual([{ kind: 'broken' }]);
  });
});
