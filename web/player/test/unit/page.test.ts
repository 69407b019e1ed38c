import { describe, expect, it } from 'vitest';
import { PageAddress } from '../../page/address';
import { readInfo } from '../../page/info';
import { messageFor } from '../../page/message';
import { fill, firstLanguage, textsFor } from '../../page/text';

describe('PageAddress', () => {
  const plain = new PageAddress(new URL('http://host:8080/live/show%20'));
  const signed = new PageAddress(new URL('https://host/live/x?expires=17&sign=a_b&stats=1&lang=zh&transport=wsflv'));

  it('finds the stream\'s own endpoints', () => {
    expect(new PageAddress(new URL('http://h/live/x/')).endpoint('info')).toBe('http://h/live/x/info');
    expect(plain.clock()).toBe('http://host:8080/api/v1/clock');
    expect(plain.name).toBe('show ');
  });

  it('hands on the viewer\'s signature, not its own parameters', () => {
    expect(signed.endpoint('report')).toBe('https://host/live/x/report?expires=17&sign=a_b');
    expect(signed.format('rtmp', 'rtmp://host/live/x')).toBe('rtmp://host/live/x?expires=17&sign=a_b');
    expect(signed.format('flv', '/live/x.flv?sign=own')).toBe('https://host/live/x.flv?sign=own&expires=17');
    expect(signed.own('stats')).toBe('1');
    expect(signed.media('ll', { hls: '/live/x.m3u8' })).toBe('https://host/live/x.m3u8?expires=17&sign=a_b&format=ll');
  });

  it('turns paths into full addresses with the right scheme', () => {
    expect(plain.format('wsflv', '/live/x.flv')).toBe('ws://host:8080/live/x.flv');
    expect(signed.format('wsflv', 'wss://edge/live/x.flv')).toBe('wss://edge/live/x.flv?expires=17&sign=a_b');
    expect(plain.format('flv', 'http://edge/live/x.flv')).toBe('http://edge/live/x.flv');
  });

  it('keeps the chosen format in the page\'s address', () => {
    expect(plain.choice()).toBe('auto');
    expect(signed.choice()).toBe('wsflv');
    expect(new PageAddress(new URL('http://h/live/x?format=dash&transport=flv')).choice()).toBe('dash');
    expect(new PageAddress(new URL('http://h/live/x?format=avi')).choice()).toBe('auto');
    expect(signed.withChoice('ll')).toBe('https://host/live/x?expires=17&sign=a_b&stats=1&lang=zh&format=ll');
    expect(signed.withChoice('auto')).toBe('https://host/live/x?expires=17&sign=a_b&stats=1&lang=zh');
  });

  it('plays with the clock', () => {
    expect(plain.media('flv', { flv: '/live/x.flv' })).toBe('http://host:8080/live/x.flv?clock=1');
    expect(new PageAddress(new URL('http://h/live/x')).media('wsflv', {})).toBe('ws://h/live/x.flv?clock=1');
  });
});

describe('readInfo', () => {
  it('reads what the node says', () => {
    const info = readInfo({
      state: 'live',
      profile: { name: 'interactive', playerBufferMs: 250, playerMaxBufferMs: 800 },
      tracks: [{ kind: 'video', codec: 'H.264', codecs: 'avc1.64001f' }],
      formats: { flv: '/a.flv', rtmp: 'rtmp://h/a', odd: 5 },
    });
    expect(info).toEqual({
      state: 'live',
      pace: { targetMs: 250, maxMs: 800 },
      profile: 'interactive',
      tracks: [{ kind: 'video', codec: 'H.264', codecs: 'avc1.64001f' }],
      formats: { flv: '/a.flv', rtmp: 'rtmp://h/a' },
    });
  });

  it.each([null, 5, [], {}, { state: 'dancing', profile: 7, tracks: 'no', formats: null }])('makes do with %j', (json) => {
    expect(readInfo(json)).toMatchObject({ state: 'offline', pace: { targetMs: 700, maxMs: 2000 }, formats: {} });
  });

  it('never lets the maximum be at the target', () => {
    expect(readInfo({ profile: { playerBufferMs: 900, playerMaxBufferMs: 900 } }).pace).toEqual({ targetMs: 900, maxMs: 1000 });
  });
});

describe('what the page says', () => {
  it('is translated throughout', () => {
    const [en, zh] = [textsFor('en'), textsFor('zh')];
    const chinese = Object.entries(zh).filter(([key]) => !/^(fmt|language|statRate)/.test(key));
    expect(chinese.filter(([, text]) => !/\p{Script=Han}/u.test(text))).toEqual([]);
    expect(Object.values(en).filter((text) => /\p{Script=Han}/u.test(text))).toEqual(['中文']);
  });

  it('follows the address before the browser', () => {
    expect(firstLanguage('zh-TW', ['en-GB'])).toBe('zh');
    expect(firstLanguage(null, ['fr-FR', 'zh-CN', 'en'])).toBe('zh');
    expect(firstLanguage('xx', ['fr'])).toBe('en');
  });

  it('puts values into places', () => {
    expect(fill('a {b} {c}', { b: 1 })).toBe('a 1 {c}');
  });

  it('names the reason of a refusal and the codec that is not played', () => {
    const en = textsFor('en');
    const refusal = messageFor({ kind: 'refused', refusal: { status: 403, reason: 'expired' } }, null, en, true);
    expect(refusal).toMatchObject({ opaque: true, reason: 'expired', text: expect.stringContaining('403') as string });
    expect(messageFor({ kind: 'unsupported', codecs: 'HEVC, AAC', chosen: null }, null, en, true)?.text).toContain('HEVC, AAC');
    expect(messageFor({ kind: 'unsupported', codecs: '', chosen: null }, null, en, false)?.text).toContain('Media Source');
    const chosen = messageFor({ kind: 'unsupported', codecs: 'VP9', chosen: 'ts' }, null, en, true)?.text;
    expect(chosen).toContain('broadcast in VP9, which this browser does not play as HLS (MPEG-TS)');
  });

  it('covers a playing picture only where there is none', () => {
    const en = textsFor('en');
    const sound = readInfo({ tracks: [{ kind: 'audio', codec: 'AAC' }] });
    const both = readInfo({ tracks: [{ kind: 'audio', codec: 'AAC' }, { kind: 'video', codec: 'AV1' }] });
    expect(messageFor({ kind: 'playing' }, sound, en, true)?.title).toBe('Sound only');
    expect([both, null].map((info) => messageFor({ kind: 'playing' }, info, en, true))).toEqual([null, null]);
  });
});
