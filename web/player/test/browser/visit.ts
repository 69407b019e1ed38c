/** One node with one stream, and one viewer's browser window on its watch page. */
import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { FakeNode } from './fake-node';
import { MEDIA_MS } from './needs';

export interface Visitor {
  query?: string;
  locale?: string;
  viewport?: { width: number; height: number };
}

/** Where pages, media and screenshots of the test are. */
export interface Workplace {
  folder: string;
  pageFolder: string;
  media: string;
}

const DEADLINE_MS = 15_000;

export class Visit {
  readonly node: FakeNode;
  /** Errors that the page threw and nobody caught. */
  readonly errors: string[] = [];
  page!: Page;
  private context!: BrowserContext;
  private origin = '';

  private constructor(
    private readonly work: Workplace,
    soundOnly: boolean,
  ) {
    this.node = new FakeNode(work.pageFolder, work.media, MEDIA_MS, soundOnly);
  }

  /** Runs `story` and cleans up; an uncaught error in the page fails it. */
  static async of(work: Workplace, story: (visit: Visit) => Promise<void>, soundOnly = false): Promise<void> {
    const visit = new Visit(work, soundOnly);
    visit.origin = await visit.node.start();
    try {
      await story(visit);
    } finally {
      await visit.context?.close();
      visit.node.stop();
    }
    if (visit.errors.length > 0) {
      throw new Error(`the page threw: ${visit.errors.join('; ')}`);
    }
  }

  async open(browser: Browser, visitor: Visitor = {}): Promise<void> {
    this.context = await browser.newContext({
      locale: visitor.locale ?? 'en-GB',
      viewport: visitor.viewport ?? { width: 1280, height: 900 },
      deviceScaleFactor: visitor.viewport === undefined ? 1 : 2,
    });
    this.page = await this.context.newPage();
    this.page.on('pageerror', (error) => this.errors.push(error.message));
    await this.page.goto(this.address + (visitor.query ?? ''));
  }

  get address(): string {
    return `${this.origin}/live/demo`;
  }

  async reaches(state: string): Promise<void> {
    await this.page.waitForFunction((wanted) => window.freshet?.state === wanted, state, { timeout: DEADLINE_MS, polling: 50 });
  }

  async counts(name: string, least: number): Promise<void> {
    await this.page.waitForFunction(([key, value]) => (window.freshet?.stats[key] ?? 0) >= value, [name, least] as const, {
      timeout: DEADLINE_MS,
      polling: 50,
    });
  }

  /** Until something is so on the node's side. */
  async sees(condition: () => boolean): Promise<void> {
    const deadlineMs = Date.now() + DEADLINE_MS;
    while (!condition()) {
      if (Date.now() > deadlineMs) {
        throw new Error(`not seen within ${DEADLINE_MS} ms: ${condition.toString()}`);
      }
      await setTimeout(20);
    }
  }

  stats(): Promise<Record<string, number | null>> {
    return this.page.evaluate(() => window.freshet!.stats);
  }

  async keepPicture(name: string): Promise<void> {
    await this.page.screenshot({ path: `${this.work.folder}/${name}.png` });
  }
}
