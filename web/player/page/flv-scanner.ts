/**
 * Reads a live FLV body as it arrives, in pieces of any size, and gives back what mpegts.js may see:
 * whole tags, without the clock tags that the dialect `?clock=1` puts before each frame.
 * See docs/protocols/watch-page.md.
 */

const AUDIO = 8;
const VIDEO = 9;
const CLOCK = 15;

const FILE_HEADER_BYTES = 9;
const TAG_HEADER_BYTES = 11;
const PREVIOUS_TAG_SIZE_BYTES = 4;
const MAX_FILE_HEADER_BYTES = 64;
const MICROSECONDS_BYTES = 8;

/** One coded picture or sound that passed by. Times are of the stream's timeline. */
export interface FrameMark {
  kind: 'audio' | 'video';
  /** The tag's timestamp. */
  dtsMs: number;
  /** When it is to be shown: the timestamp plus the composition time. */
  ptsMs: number;
  /** The origin's wall clock when the frame had arrived there; null if the server did not say. */
  ingestUnixUs: number | null;
  /** Size of the tag's body. */
  bodyBytes: number;
}

/** The peer sent something that is not FLV. */
export class FlvError extends Error {}

export class FlvScanner {
  private pending = new Uint8Array(0);
  private pendingBytes = 0;
  private headerSeen = false;
  private clock: { dtsMs: number; ingestUnixUs: number } | null = null;

  constructor(private readonly onFrame: (mark: FrameMark) => void) {}

  /** Takes the next bytes; answers the tags that became whole, or null if none did. */
  push(chunk: Uint8Array): ArrayBuffer | null {
    const data = this.append(chunk);
    const kept: Uint8Array[] = [];
    let offset = 0;
    if (!this.headerSeen) {
      const headerBytes = fileHeaderBytes(data);
      // mpegts.js wants the file header together with the first tag
      if (headerBytes === 0 || tagBytes(data, headerBytes) === 0) {
        this.keepPending(data, 0);
        return null;
      }
      this.headerSeen = true;
      kept.push(data.subarray(0, headerBytes));
      offset = headerBytes;
    }
    for (let size = tagBytes(data, offset); size > 0; size = tagBytes(data, offset)) {
      const tag = data.subarray(offset, offset + size);
      if (!this.readTag(tag)) {
        kept.push(tag);
      }
      offset += size;
    }
    const out = concatenate(kept);
    this.keepPending(data, offset);
    return out;
  }

  /** True if the tag is for us alone. */
  private readTag(tag: Uint8Array): boolean {
    const type = tag[0];
    if (type === CLOCK) {
      this.clock = readClock(tag) ?? this.clock;
      return true;
    }
    if (type === AUDIO || type === VIDEO) {
      this.readFrame(tag, type === AUDIO ? 'audio' : 'video');
    }
    return false;
  }

  private readFrame(tag: Uint8Array, kind: 'audio' | 'video'): void {
    const body = tag.subarray(TAG_HEADER_BYTES, tag.length - PREVIOUS_TAG_SIZE_BYTES);
    const compositionMs = kind === 'audio' ? audioComposition(body) : videoComposition(body);
    if (compositionMs === null) {
      return; // a codec header: no picture, no sound
    }
    const dtsMs = timestamp(tag);
    const ingestUnixUs = this.clock?.dtsMs === dtsMs ? this.clock.ingestUnixUs : null;
    this.clock = null;
    this.onFrame({ kind, dtsMs, ptsMs: dtsMs + compositionMs, ingestUnixUs, bodyBytes: body.length });
  }

  private append(chunk: Uint8Array): Uint8Array {
    if (this.pendingBytes === 0) {
      return chunk;
    }
    const needed = this.pendingBytes + chunk.length;
    if (needed > this.pending.length) {
      const grown = new Uint8Array(Math.max(needed, this.pending.length * 2));
      grown.set(this.pending.subarray(0, this.pendingBytes));
      this.pending = grown;
    }
    this.pending.set(chunk, this.pendingBytes);
    this.pendingBytes = needed;
    return this.pending.subarray(0, needed);
  }

  private keepPending(data: Uint8Array, from: number): void {
    const rest = data.subarray(from);
    if (data.buffer === this.pending.buffer) {
      this.pending.copyWithin(0, from, data.length);
    } else if (rest.length > this.pending.length) {
      this.pending = rest.slice();
    } else {
      this.pending.set(rest);
    }
    this.pendingBytes = rest.length;
  }
}

/** File header and PreviousTagSize0 (FLV E.2), or 0 if more bytes are needed. */
function fileHeaderBytes(data: Uint8Array): number {
  const signature = [0x46, 0x4c, 0x56, 0x01]; // "FLV", version 1
  for (let i = 0; i < Math.min(4, data.length); i++) {
    if (data[i] !== signature[i]) {
      throw new FlvError('the answer is not FLV');
    }
  }
  if (data.length < FILE_HEADER_BYTES) {
    return 0;
  }
  const headerBytes = uint32(data, 5);
  if (headerBytes < FILE_HEADER_BYTES || headerBytes > MAX_FILE_HEADER_BYTES) {
    throw new FlvError(`FLV header of ${headerBytes} bytes (expected: ${FILE_HEADER_BYTES})`);
  }
  const total = headerBytes + PREVIOUS_TAG_SIZE_BYTES;
  return data.length < total ? 0 : total;
}

/** Size of the tag at `offset` with its header and PreviousTagSize, or 0 if it is not whole yet. */
function tagBytes(data: Uint8Array, offset: number): number {
  if (offset + TAG_HEADER_BYTES > data.length) {
    return 0;
  }
  const size = TAG_HEADER_BYTES + uint24(data, offset + 1) + PREVIOUS_TAG_SIZE_BYTES;
  return offset + size > data.length ? 0 : size;
}

/** Milliseconds, extended by the upper byte that follows the lower three (FLV E.4.1); signed, as in mpegts.js. */
function timestamp(tag: Uint8Array): number {
  return uint24(tag, 4) | (tag[7]! << 24);
}

function readClock(tag: Uint8Array): { dtsMs: number; ingestUnixUs: number } | null {
  if (tag.length !== TAG_HEADER_BYTES + MICROSECONDS_BYTES + PREVIOUS_TAG_SIZE_BYTES) {
    return null;
  }
  // 53 bits of a double last until the year 2255
  const ingestUnixUs = uint32(tag, TAG_HEADER_BYTES) * 2 ** 32 + uint32(tag, TAG_HEADER_BYTES + 4);
  return { dtsMs: timestamp(tag), ingestUnixUs };
}

/** Composition time of a coded sound: always 0; null for a codec header. */
function audioComposition(body: Uint8Array): number | null {
  const first = body[0] ?? 0;
  const format = first >> 4;
  if (format === 9) {
    return (first & 0x0f) === 1 ? 0 : null; // Enhanced RTMP, AudioPacketType.CodedFrames
  }
  if (format === 10) {
    return body[1] === 1 ? 0 : null; // AACPacketType: raw
  }
  return body.length > 1 ? 0 : null;
}

/** Composition time of a coded picture; null for a codec header, a command or the end mark. */
function videoComposition(body: Uint8Array): number | null {
  const first = body[0] ?? 0;
  if ((first & 0x80) !== 0) {
    return enhancedVideoComposition(body);
  }
  const frameType = (first >> 4) & 7;
  if (frameType === 5 || body.length < 2) {
    return null; // VideoFrameType.Command
  }
  const codec = first & 0x0f;
  if (codec === 7 || codec === 12) {
    return body[1] === 1 && body.length >= 5 ? int24(body, 2) : null;
  }
  return 0;
}

/** Enhanced RTMP: the composition time follows the FourCC where the codec can reorder. */
function enhancedVideoComposition(body: Uint8Array): number | null {
  const packetType = body[0]! & 0x0f;
  if (packetType === 3) {
    return 0; // CodedFramesX
  }
  if (packetType !== 1 || body.length < 8) {
    return null;
  }
  const fourCc = String.fromCharCode(body[1]!, body[2]!, body[3]!, body[4]!);
  return fourCc === 'hvc1' || fourCc === 'avc1' || fourCc === 'vvc1' ? int24(body, 5) : 0;
}

function uint24(data: Uint8Array, at: number): number {
  return (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
}

function int24(data: Uint8Array, at: number): number {
  return (uint24(data, at) << 8) >> 8;
}

function uint32(data: Uint8Array, at: number): number {
  return data[at]! * 2 ** 24 + uint24(data, at + 1);
}

/** A buffer of its own: mpegts.js keeps views of it. */
function concatenate(pieces: Uint8Array[]): ArrayBuffer | null {
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (bytes === 0) {
    return null;
  }
  const out = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out.buffer;
}
