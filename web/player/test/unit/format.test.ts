import { describe, expect, it } from 'vitest';
import { offered, pick, plays, type Capabilities, type Choice, type Format } from '../../page/format';
import { readInfo, type StreamInfo } from '../../page/info';

const ADDRESSES = { flv: '/a.flv', wsflv: '/a.flv', hls: '/a.m3u8', dash: '/a.mpd', rtmp: 'rtmp://h/a' };
const KIND: Record<string, string> = { avc1: 'video', hvc1: 'video', av01: 'video', vp09: 'video', vp08: 'video' };

const stream = (codecs: string[], formats: Record<string, string> = ADDRESSES): StreamInfo =>
  readInfo({ state: 'live', formats, tracks: codecs.map((each) => ({ kind: KIND[each.split('.')[0]!] ?? 'audio', codec: each, codecs: each })) });

/** A browser without these codecs. */
const without = (...codecs: string[]): Capabilities => ({
  mse: true,
  nativeHls: false,
  decodes: (type) => !codecs.some((codec) => type.includes(codec)),
});
const CHROMIUM = without('hvc1', 'ac-3');
const PHONE: Capabilities = { mse: false, nativeHls: true, decodes: () => false };
const choose = (info: StreamInfo, browser = CHROMIUM, choice: Choice = 'auto', failed: Format[] = []): Format | null =>
  pick(info, choice, new Set(failed), browser);

describe('pick', () => {
  it('takes the lowest delay that has everything', () => {
    expect(choose(stream(['avc1.64001f', 'mp4a.40.2']))).toBe('flv');
    expect(choose(stream(['vp09.00.10.08', 'opus']))).toBe('ll');
    expect(choose(stream(['avc1.64001f', 'mp4a.40.2'], { hls: '/a.m3u8' }))).toBe('ll');
  });

  it('takes what was chosen, if the node has it', () => {
    expect(choose(stream(['avc1.64001f']), CHROMIUM, 'dash')).toBe('dash');
    expect(choose(stream(['avc1.64001f'], { flv: '/a.flv' }), CHROMIUM, 'dash')).toBe('flv');
  });

  it('goes on to what has not failed yet', () => {
    expect(choose(stream(['avc1.64001f']), CHROMIUM, 'auto', ['flv', 'wsflv'])).toBe('ll');
    expect(choose(stream(['avc1.64001f']), CHROMIUM, 'ts', ['ts'])).toBeNull();
  });

  it('knows what a browser does not decode before it is asked to', () => {
    expect(choose(stream(['hvc1.1.6.L93.b0', 'mp4a.40.2']))).toBeNull();
    expect(choose(stream(['avc1.64001f', 'ac-3']))).toBeNull();
  });

  it('plays pictures alone where no format carries the sound', () => {
    expect(choose(stream(['avc1.64001f', 'Spex']))).toBe('ll');
    expect(choose(stream(['vp08', 'mp4a.40.2']))).toBeNull();
  });

  it('takes the browser\'s own player where there is nothing else', () => {
    expect(choose(stream(['hvc1.1.6.L93.b0', 'mp4a.40.2']), PHONE)).toBe('hls');
    expect(choose(stream(['avc1.64001f'], { flv: '/a.flv' }), PHONE)).toBeNull();
  });

  it('tries what it knows nothing of', () => {
    expect(choose(readInfo({ state: 'live', formats: ADDRESSES, tracks: [{ kind: 'video', codec: 'H.264' }] }))).toBe('flv');
  });
});

describe('plays', () => {
  it('knows what each player takes of what its format carries', () => {
    expect(plays('ts', stream(['avc1.64001f', 'opus']).tracks, CHROMIUM)).toBe('some');
    expect(plays('ts', stream(['av01.0.01M.08', 'mp4a.40.2']).tracks, CHROMIUM)).toBe('none');
    expect(plays('flv', stream(['av01.0.01M.08', 'opus']).tracks, CHROMIUM)).toBe('all');
    expect(plays('ts', stream(['mp4a.40.34']).tracks, without('mp4a'))).toBe('all');
  });
});

describe('offered', () => {
  it('is what the node has and the browser has a player for', () => {
    expect(offered(stream([]), CHROMIUM)).toEqual(['flv', 'wsflv', 'll', 'fmp4', 'ts', 'dash']);
    expect(offered(stream([]), PHONE)).toEqual(['hls']);
    expect(offered(null, CHROMIUM)).toEqual([]);
  });
});
