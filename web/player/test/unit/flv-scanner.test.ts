import { describe, expect, it } from 'vitest';
import { FlvError, FlvScanner, type FrameMark } from '../../page/flv-scanner';
import { aacFrame, AAC_HEADER, ascii, avcFrame, AVC_HEADER, clockTag, flvHeader, METADATA, seeded, tag } from './flv';

const NOW_US = 1_800_000_000_123_456n;

const MEDIA = [METADATA, AVC_HEADER, AAC_HEADER, avcFrame(3_600_000, 67), aacFrame(3_600_003), avcFrame(3_600_033, 0)];
const CLEAN = [...flvHeader(), ...MEDIA.flat()];
const CLOCKED = [
  ...flvHeader(),
  ...MEDIA.slice(0, 3).flat(),
  ...clockTag(3_600_000, NOW_US), ...MEDIA[3]!,
  ...clockTag(3_600_003, NOW_US + 1n), ...MEDIA[4]!,
  ...clockTag(3_600_033, NOW_US + 2n), ...MEDIA[5]!,
];
const MARKS: FrameMark[] = [
  { kind: 'video', dtsMs: 3_600_000, ptsMs: 3_600_067, ingestUnixUs: Number(NOW_US), bodyBytes: 8 },
  { kind: 'audio', dtsMs: 3_600_003, ptsMs: 3_600_003, ingestUnixUs: Number(NOW_US) + 1, bodyBytes: 4 },
  { kind: 'video', dtsMs: 3_600_033, ptsMs: 3_600_033, ingestUnixUs: Number(NOW_US) + 2, bodyBytes: 8 },
];

function scan(pieces: readonly (readonly number[])[]): { out: number[]; marks: FrameMark[]; deliveries: number[][] } {
  const marks: FrameMark[] = [];
  const deliveries: number[][] = [];
  const scanner = new FlvScanner((mark) => marks.push(mark));
  for (const piece of pieces) {
    const tags = scanner.push(Uint8Array.from(piece));
    if (tags !== null) {
      deliveries.push([...new Uint8Array(tags)]);
    }
  }
  return { out: deliveries.flat(), marks, deliveries };
}

function cut(bytes: readonly number[], places: readonly number[]): number[][] {
  const bounds = [0, ...[...places].sort((a, b) => a - b), bytes.length];
  return bounds.slice(1).map((to, i) => bytes.slice(bounds[i], to));
}

describe('FlvScanner', () => {
  it('takes the clock tags out and tells of each frame', () => {
    const { out, marks } = scan([CLOCKED]);
    expect(out).toEqual(CLEAN);
    expect(marks).toEqual(MARKS);
  });

  it('gives the same for a cut at every place', () => {
    for (let at = 0; at <= CLOCKED.length; at++) {
      const { out, marks } = scan(cut(CLOCKED, [at]));
      expect(out, `cut at ${at}`).toEqual(CLEAN);
      expect(marks, `cut at ${at}`).toEqual(MARKS);
    }
  });

  it('gives the same byte by byte', () => {
    const { out, marks } = scan(CLOCKED.map((byte) => [byte]));
    expect(out).toEqual(CLEAN);
    expect(marks).toEqual(MARKS);
  });

  it('gives the same for random cuts', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seeded(seed);
      const places = Array.from({ length: 1 + random(12) }, () => random(CLOCKED.length));
      const { out, marks } = scan(cut(CLOCKED, places));
      expect(out, `seed ${seed}`).toEqual(CLEAN);
      expect(marks, `seed ${seed}`).toEqual(MARKS);
    }
  });

  it('delivers whole tags only, the first together with the file header', () => {
    const { deliveries } = scan(CLOCKED.map((byte) => [byte]));
    expect(deliveries).toEqual([[...flvHeader(), ...METADATA], ...MEDIA.slice(1)]);
  });

  it('holds back what is truncated', () => {
    for (let length = 0; length < CLOCKED.length; length++) {
      const { out } = scan([CLOCKED.slice(0, length)]);
      expect(CLEAN.slice(0, out.length), `length ${length}`).toEqual(out);
    }
  });

  it('leaves a stream without clock tags as it is', () => {
    const { out, marks } = scan([CLEAN]);
    expect(out).toEqual(CLEAN);
    expect(marks.map((mark) => mark.ingestUnixUs)).toEqual([null, null, null]);
  });

  it('takes a clock tag for the next frame only, and only with its timestamp', () => {
    const { marks } = scan([[...flvHeader(), ...clockTag(5, NOW_US), ...avcFrame(6, 0), ...avcFrame(5, 0)]]);
    expect(marks.map((mark) => mark.ingestUnixUs)).toEqual([null, null]);
  });

  it('takes a clock tag across a codec header', () => {
    const { marks } = scan([[...flvHeader(), ...clockTag(5, NOW_US), ...AVC_HEADER, ...avcFrame(5, 0)]]);
    expect(marks.map((mark) => mark.ingestUnixUs)).toEqual([Number(NOW_US)]);
  });

  it('drops a clock tag of another size', () => {
    const { out, marks } = scan([[...flvHeader(), ...tag(15, 5, [1, 2, 3]), ...avcFrame(5, 0)]]);
    expect(out).toEqual([...flvHeader(), ...avcFrame(5, 0)]);
    expect(marks[0]?.ingestUnixUs).toBeNull();
  });

  it('reads negative composition times', () => {
    const { marks } = scan([[...flvHeader(), ...avcFrame(100, -40)]]);
    expect(marks[0]?.ptsMs).toBe(60);
  });

  it('reads timestamps of 32 bits', () => {
    const { marks } = scan([[...flvHeader(), ...avcFrame(0x7f_fe_dc_ba, 0)]]);
    expect(marks[0]?.dtsMs).toBe(0x7f_fe_dc_ba);
  });

  it.each([
    ['HEVC with composition time', 9, [0x91, ...ascii('hvc1'), 0, 0, 80, 1], 80],
    ['HEVC without', 9, [0x93, ...ascii('hvc1'), 1, 2], 0],
    ['AV1', 9, [0x91, ...ascii('av01'), 9, 9, 9, 9], 0],
    ['HEVC as codec 12', 9, [0x1c, 1, 0, 0, 40, 7], 40],
    ['Opus', 8, [0x91, ...ascii('Opus'), 1], 0],
    ['MP3', 8, [0x2f, 0xff, 0xfb], 0],
  ])('reads a frame of %s', (_codec, type, body, composition) => {
    const { marks } = scan([[...flvHeader(), ...tag(type, 1000, body)]]);
    expect(marks.map((mark) => mark.ptsMs)).toEqual([1000 + composition]);
  });

  it.each([
    ['HEVC header', 9, [0x90, ...ascii('hvc1'), 1]],
    ['Enhanced RTMP metadata', 9, [0x94, ...ascii('hvc1'), 1]],
    ['AVC end of sequence', 9, [0x17, 2, 0, 0, 0]],
    ['video command', 9, [0x57, 0]],
    ['Opus header', 8, [0x90, ...ascii('Opus'), 1]],
    ['empty video tag', 9, []],
    ['empty audio tag', 8, []],
  ])('tells of no frame for %s', (_name, type, body) => {
    const { out, marks } = scan([[...flvHeader(), ...tag(type, 1000, body)]]);
    expect(marks).toEqual([]);
    expect(out.length).toBeGreaterThan(13);
  });

  it('carries a frame larger than any chunk', () => {
    const random = seeded(7);
    const payload = Array.from({ length: 200_000 }, () => random(256));
    const bytes = [...flvHeader(), ...clockTag(5, NOW_US), ...avcFrame(5, 0, payload), ...avcFrame(6, 0)];
    const pieces = cut(bytes, Array.from({ length: 40 }, () => random(bytes.length)));
    expect(scan(pieces).out).toEqual([...flvHeader(), ...avcFrame(5, 0, payload), ...avcFrame(6, 0)]);
  });

  it('refuses what is not FLV', () => {
    expect(() => scan([ascii('<html>')])).toThrow(FlvError);
    expect(() => scan([[0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 3, 0, 0, 0, 0]])).toThrow('FLV header of 3 bytes');
  });
});
