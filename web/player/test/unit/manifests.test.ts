import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faults, segments } from '../oracle/manifests.mjs';

/* The texts that the Java tests of dev.freshet.protocol.dash hold the writer to. */
const GOLDEN = fileURLToPath(
  new URL('../../../../protocol/src/test/resources/dev/freshet/protocol/dash/golden/', import.meta.url),
);
const SHOW = 'http://cdn.test/live/show.mpd';
const BASE = 'http://cdn.test/live/';

const golden = (name: string) => readFileSync(GOLDEN + name, 'utf8');

describe('an independent parser', () => {
  const names = readdirSync(GOLDEN).filter((name) => name.endsWith('.mpd'));

  it('has something to read', () => {
    expect(names.length).toBeGreaterThanOrEqual(2);
  });

  it.each(names)('finds nothing wrong with %s', (name) => {
    expect(faults(golden(name))).toEqual([]);
  });

  it('is strict', () => {
    expect(faults('')).not.toEqual([]);
    expect(faults('#EXTM3U')).not.toEqual([]);
    expect(faults(golden('timeline.mpd').replaceAll(/<Period[^]*<\/Period>/g, ''))).not.toEqual([]);
  });

  it('reads the segments of a timeline where they are', () => {
    expect(segments(golden('timeline.mpd'), SHOW, 0)).toEqual([
      { uri: `${BASE}v0-15.m4s`, start: 10, duration: 2 },
      { uri: `${BASE}v0-16.m4s`, start: 12, duration: 2 },
      { uri: `${BASE}v0-17.m4s`, start: 14, duration: 1.05 },
      { uri: `${BASE}v0-18.m4s`, start: 65, duration: 2.5 },
      { uri: `${BASE}v0-19.m4s`, start: 67.5, duration: 2.1 },
    ]);
  });

  it('counts segments from the clock', () => {
    const began = Date.parse('2026-11-22T12:00:00.250Z');
    const counted = segments(golden('low-latency.mpd'), SHOW, began + 10_500);
    expect(counted[0]).toEqual({ uri: `${BASE}v0-1700.m4s`, start: 0, duration: 1 });
    expect(counted.at(-1)).toEqual({ uri: `${BASE}v0-1709.m4s`, start: 9, duration: 1 });
  });

  it('takes addresses that are whole paths from anywhere', () => {
    const base = '/live/show/s/SESSION/';
    const text = golden('timeline.mpd').replace('<Period', `<BaseURL>${base}</BaseURL>\n  <Period`);
    const first = (uri: string) => segments(text, uri, 0)[0]?.uri;
    expect(first(SHOW)).toBe(`http://cdn.test${base}v0-15.m4s`);
    expect(first(`http://cdn.test${base}live.mpd`)).toBe(first(SHOW));
  });
});
