/** Builds FLV bytes for tests. */

export function flvHeader(flags = 5): number[] {
  return [0x46, 0x4c, 0x56, 1, flags, 0, 0, 0, 9, 0, 0, 0, 0];
}

export function tag(type: number, timestampMs: number, body: readonly number[]): number[] {
  const size = body.length;
  return [
    type,
    ...uint24(size),
    ...uint24(timestampMs & 0xffffff),
    (timestampMs >> 24) & 0xff,
    0, 0, 0,
    ...body,
    0, ...uint24(size + 11),
  ];
}

export function clockTag(timestampMs: number, unixUs: bigint): number[] {
  const bytes = Array.from({ length: 8 }, (_, i) => Number((unixUs >> BigInt(56 - 8 * i)) & 0xffn));
  return tag(15, timestampMs, bytes);
}

export function avcFrame(timestampMs: number, compositionMs: number, payload: readonly number[] = [1, 2, 3]): number[] {
  return tag(9, timestampMs, [0x17, 1, ...uint24(compositionMs & 0xffffff), ...payload]);
}

export function aacFrame(timestampMs: number): number[] {
  return tag(8, timestampMs, [0xaf, 1, 9, 9]);
}

export const AVC_HEADER = tag(9, 0, [0x17, 0, 0, 0, 0, 1, 2]);
export const AAC_HEADER = tag(8, 0, [0xaf, 0, 0x12, 0x10]);
export const METADATA = tag(18, 0, [2, 0, 1, 65]);

export function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

function uint24(value: number): number[] {
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

/** Numbers below `limit`, the same for the same seed (mulberry32). */
export function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
