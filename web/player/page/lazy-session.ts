/** A session whose player's code is fetched first. */
import type { SessionObserver } from './session';
import type { OpenSession } from './watch';

export class LazySession implements OpenSession {
  private session: OpenSession | null = null;
  private closed = false;

  /** @param open fetches the code and opens the session */
  constructor(
    open: () => Promise<() => OpenSession>,
    observer: Pick<SessionObserver, 'onEnd'>,
  ) {
    open()
      .then((make) => {
        if (!this.closed) {
          this.session = make();
        }
      })
      .catch(() => observer.onEnd({ kind: 'broken' }));
  }

  get stalled(): boolean {
    return this.session?.stalled === true;
  }

  close(): void {
    this.closed = true;
    this.session?.close();
  }

  playedOut(): Promise<void> {
    return this.session?.playedOut() ?? Promise.resolve();
  }

  unblock(): void {
    this.session?.unblock();
  }
}
