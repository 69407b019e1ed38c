import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faults } from '../oracle/playlists.mjs';

/* The texts that the Java tests of dev.freshet.protocol.hls hold the writer to. */
const GOLDEN = fileURLToPath(
  new URL('../../../../protocol/src/test/resources/dev/freshet/protocol/hls/golden/', import.meta.url),
);

describe('independent parsers', () => {
  const names = readdirSync(GOLDEN).filter((name) => name.endsWith('.m3u8'));

  it('have something to read', () => {
    expect(names.length).toBeGreaterThanOrEqual(7);
  });

  it.each(names)('find nothing wrong with %s', (name) => {
    expect(faults(readFileSync(GOLDEN + name, 'utf8'))).toEqual([]);
  });

  it('are strict', () => {
    const good = readFileSync(`${GOLDEN}low-latency.m3u8`, 'utf8');
    const broken = (from: string, to: string) => faults(good.replace(from, to)).join();
    expect(broken('#EXTINF:0.966667', '#EXTINF:1.6')).toContain('hls-parser');
    expect(broken('PART-HOLD-BACK=0.6', 'PART-HOLD-BACK=0.1')).toContain('hls-parser');
    expect(broken(',LAST-PART=1', '')).toContain('m3u8-parser');
  });

  it('do not take three segments for three target durations', () => {
    const good = readFileSync(`${GOLDEN}low-latency.m3u8`, 'utf8').replace('DURATION:1\n', 'DURATION:2\n');
    const terms = good.replace('CAN-SKIP-UNTIL=6.0,HOLD-BACK=3.0', 'CAN-SKIP-UNTIL=12.0,HOLD-BACK=6.0');
    const part = '#EXT-X-PART:DURATION=0.2,URI="v0-1706.0.m4s"\n';
    const more = terms.replace('#EXTINF:1.0,\nv0-1706', `${part}#EXTINF:1.0,\nv0-1706`);
    expect(faults(more)).toEqual([]);
    expect(faults(more.replace('PART-TARGET=0.2', 'PART-TARGET=0.19')).join()).toContain('PART-TARGET');
  });
});
