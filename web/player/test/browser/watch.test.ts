/** The built page in a real browser against `FakeNode`. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOCK_SKEW_MS } from './fake-node';
import { findChromium, hasFfmpeg, makeMedia, PICTURE_BITS } from './needs';
import { Visit, type Workplace } from './visit';

const folder = resolve(import.meta.dirname, '../../target/browser-test');
const work: Workplace = { folder, pageFolder: `${folder}/page`, media: `${folder}/media.flv` };
const chromiumPath = findChromium();
const missing = [chromiumPath === null ? 'chromium' : '', hasFfmpeg() ? '' : 'ffmpeg'].filter(Boolean);

if (missing.length > 0) {
  console.error(`\n!!! THE WATCH PAGE WAS NOT TESTED IN A BROWSER: ${missing.join(' and ')} not found.`);
  console.error(`!!! Install (Debian: apt-get install ${missing.join(' ')}), or run ./test, which does.\n`);
}

const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
  '--disable-component-update --disable-sync --autoplay-policy=no-user-gesture-required';

const PHONE = { width: 390, height: 844 };

describe.skipIf(missing.length > 0)('the watch page in a browser', { timeout: 45_000, concurrent: true }, () => {
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    makeMedia(work.media);
    await build({ logLevel: 'error', build: { outDir: work.pageFolder } });
    browser = await chromium.launch({ executablePath: chromiumPath!, args: FLAGS.split(' ') });
  }, 60_000);

  afterAll(() => browser?.close());

  it('waits for the stream, plays it, shows and reports what was seen', () =>
    Visit.of(work, async (visit) => {
      await visit.open(browser);
      await visit.reaches('offline');
      await visit.keepPicture('offline-en-desktop');
      expect(await visit.page.textContent('#message-title')).toBe('Not live right now');

      visit.node.goOnline();
      await visit.reaches('playing');
      await visit.page.keyboard.press('s');
      await visit.counts('frames', 60);
      expect(await visit.stats()).toMatchObject({ width: 960, height: 540, connections: 1 });
      expect(await visit.page.innerText('#statistics')).toContain('960 × 540');
      await visit.keepPicture('playing-en-desktop');

      const { reports } = visit.node;
      await visit.sees(() => reports.length > 0);
      expect(reports[0]).toMatchObject({ transport: 'flv', firstPictureMs: expect.any(Number) as number });
      await visit.page.evaluate(() => dispatchEvent(new Event('pagehide')));
      await visit.sees(() => reports.length > 1);
      expect(reports.at(-1)).toMatchObject({ session: reports[0]!['session'], delayMs: expect.any(Number) as number });
    }));

  it('knows of each picture on screen which one it is and when the node had it', () =>
    Visit.of(work, async (visit) => {
      visit.node.goOnline();
      await visit.open(browser, { query: '?stats=1' });
      await visit.counts('frames', 30);
      const samples = await visit.page.evaluate(readPictures, PICTURE_BITS);
      for (const { mediaMs, ingestUnixUs } of samples) {
        expect(visit.node.ingestUnixUs.get(Math.round(mediaMs))).toBe(ingestUnixUs);
      }
      // some canvases are drawn one picture later than the callback was made
      const right = samples.filter(({ number, mediaMs }) => Math.abs(visit.node.timeOfPicture(number, mediaMs) - mediaMs) < 2);
      expect(right.length / samples.length).toBeGreaterThan(0.7);

      const offsetMs = await visit.page.evaluate(() => window.freshet!.clockOffsetMs!);
      expect(Math.abs(offsetMs - CLOCK_SKEW_MS)).toBeLessThan(1_000);
      const delayMs = await visit.page.evaluate(() => window.freshet!.delayMs!);
      const { bufferMs } = await visit.stats();
      console.log(
        `watch page: delay ${delayMs.toFixed(0)} ms, of which buffer ${bufferMs!.toFixed(0)} ms; ` +
          `clock offset ${offsetMs.toFixed(1)} ms (true: ${CLOCK_SKEW_MS}); ${right.length} of ${samples.length} pictures right`,
      );
    }));

  it('plays by WebSocket, comes back after a drop, and says when the stream ends', () =>
    Visit.of(work, async (visit) => {
      visit.node.goOnline();
      await visit.open(browser, { query: '?format=wsflv&sign=abc' });
      await visit.counts('frames', 20);
      expect(visit.node.requests).toContain('WS /live/demo.flv?sign=abc&clock=1');
      visit.node.dropAll();
      await visit.counts('connections', 2);
      await visit.reaches('playing');

      await visit.page.hover('#stage');
      await visit.page.selectOption('#format', 'flv');
      await visit.counts('connections', 3);
      await visit.reaches('playing');
      await visit.counts('frames', (await visit.stats())['frames']! + 20);
      visit.node.dropAll();
      await visit.counts('connections', 4);
      await visit.reaches('playing');

      visit.node.goOffline();
      await visit.reaches('offline');
      expect(await visit.page.isVisible('#message')).toBe(true);
      visit.node.goOnline();
      await visit.reaches('playing');
    }));

  it('keeps its connection while the publisher is away for a moment', () =>
    Visit.of(work, async (visit) => {
      visit.node.goOnline();
      await visit.open(browser);
      await visit.counts('frames', 20);
      visit.node.freeze();
      await visit.reaches('waiting');
      const before = (await visit.stats())['receivedFrames']!;
      visit.node.thaw();
      await visit.counts('receivedFrames', before + 10);
      await visit.reaches('playing');
      expect((await visit.stats())['connections']).toBe(1);
    }));

  it('speaks Chinese, fits a phone, and tells why it may not play', () =>
    Visit.of(work, async (visit) => {
      visit.node.state = 'refused';
      await visit.open(browser, { query: '?stats=1', locale: 'zh-CN', viewport: PHONE });
      await visit.reaches('refused');
      expect(await visit.page.innerText('#message')).toContain('the signature expired');
      await visit.keepPicture('refused-zh-phone');

      visit.node.state = 'offline';
      await visit.page.evaluate(() => dispatchEvent(new Event('online'))); // asks at once
      await visit.reaches('offline');
      expect(await visit.page.textContent('#message-title')).toBe('当前未开播');
      await visit.keepPicture('offline-zh-phone');

      visit.node.goOnline();
      await visit.counts('frames', 45);
      await visit.keepPicture('playing-zh-phone');
      await visit.page.click('#language');
      expect(await visit.page.textContent('.formats h2')).toBe('Watch elsewhere');
      expect(await visit.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    }));

  it('plays sound without a picture, and knows its delay', () =>
    Visit.of(
      work,
      async (visit) => {
        visit.node.goOnline();
        await visit.open(browser);
        await visit.counts('playedMs', 1_000);
        await visit.page.waitForFunction(() => window.freshet!.delayMs !== null, null, { timeout: 10_000 });
        expect(await visit.page.textContent('#message-title')).toBe('Sound only');
        expect((await visit.stats())['connections']).toBe(1);
      },
      true,
    ));

  it('loads nothing from any other host', () =>
    Visit.of(work, async (visit) => {
      const hosts = new Set<string>();
      visit.node.goOnline();
      const context = await browser.newContext();
      context.on('request', (request) => hosts.add(new URL(request.url()).hostname));
      const page = await context.newPage();
      await page.goto(visit.address);
      await page.waitForFunction(() => window.freshet?.state === 'playing', null, { timeout: 15_000 });
      await context.close();
      hosts.delete(''); // the blob: of the media source
      expect([...hosts]).toEqual(['127.0.0.1']);
    }));
});

interface PictureSample {
  number: number;
  mediaMs: number;
  ingestUnixUs: number;
}

/** Runs in the page: reads the number strip of 40 pictures, each with what the page believes of it. */
function readPictures(bits: number): Promise<PictureSample[]> {
  const video = document.querySelector('video')!;
  const canvas = document.createElement('canvas');
  canvas.width = bits;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const samples: PictureSample[] = [];
  return new Promise((done) => {
    const next = (): void => {
      video.requestVideoFrameCallback(() => {
        context.drawImage(video, 0, 0, video.videoWidth, 40, 0, 0, bits, 1);
        const pixels = context.getImageData(0, 0, bits, 1).data;
        let number = 0;
        for (let bit = 0; bit < bits; bit++) {
          number += pixels[bit * 4]! > 128 ? 2 ** bit : 0;
        }
        setTimeout(() => {
          const { shownMediaMs, shownIngestUnixUs } = window.freshet!.stats;
          samples.push({ number, mediaMs: shownMediaMs!, ingestUnixUs: shownIngestUnixUs! });
          if (samples.length < 40) {
            next();
          } else {
            done(samples);
          }
        });
      });
    };
    next();
  });
}
