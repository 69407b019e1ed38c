/**
 * A node as the watch page sees it, small: serves the page, and one stream from an FLV file in real
 * time, over and over, with a clock tag before each frame. Its clock is wrong by `CLOCK_SKEW_MS`.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Duplex } from 'node:stream';

export const CLOCK_SKEW_MS = 7_345;
/** Stream time at the start: players must not expect 0. */
export const START_MS = 3_600_000;

const TICK_MS = 5;
const AUDIO = 8;
/** Sound can be joined anywhere: this much is kept for the burst. */
const SOUND_CACHE_FRAMES = 40;
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

interface Tag {
  type: number;
  dtsMs: number;
  bytes: Buffer;
  config: boolean;
  key: boolean;
  /** Of video frames: presentation time in the file. */
  ptsMs: number | null;
}

interface Viewer {
  clocked: boolean;
  write(bytes: Buffer): void;
  end(): void;
  destroy(): void;
}

export class FakeNode {
  /** Ingest time of each video frame sent, by its presentation time in the stream. */
  readonly ingestUnixUs = new Map<number, number>();
  readonly reports: Record<string, unknown>[] = [];
  readonly requests: string[] = [];
  state: 'live' | 'waiting' | 'offline' | 'refused' = 'offline';

  private readonly server = createServer((request, response) => this.serve(request, response));
  private readonly header: Buffer;
  private readonly configs: Tag[];
  private readonly frames: Tag[];
  /** Presentation times in the file, in order: the place is the number that the picture shows. */
  private readonly pictureTimes: number[];
  private readonly viewers = new Set<Viewer>();
  private readonly sockets = new Set<Duplex>();
  private gop: { tag: Tag; dtsMs: number; ingestUnixUs: number }[] = [];
  private next = 0;
  private onlineAtMs = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pageFolder: string,
    flvFile: string,
    private readonly lengthMs: number,
    private readonly soundOnly = false,
  ) {
    const file = readFileSync(flvFile);
    this.header = Buffer.from(file.subarray(0, 13));
    this.header[4] = soundOnly ? 4 : 5;
    const tags = readTags(file).filter((tag) => !soundOnly || tag.type === AUDIO);
    this.configs = tags.filter((tag) => tag.config);
    this.frames = tags.filter((tag) => !tag.config);
    this.pictureTimes = tags.flatMap((tag) => tag.ptsMs ?? []).sort((a, b) => a - b);
    this.server.on('upgrade', (request, socket) => this.upgrade(request, socket));
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    clearInterval(this.timer);
    this.dropAll();
    this.server.close();
  }

  goOnline(): void {
    this.state = 'live';
    this.onlineAtMs = Date.now();
    this.next = 0;
    this.gop = [];
    clearInterval(this.timer);
    this.timer = setInterval(() => this.sendDue(), TICK_MS);
  }

  /** The publisher is gone for good. */
  goOffline(): void {
    this.state = 'offline';
    clearInterval(this.timer);
    for (const viewer of this.viewers) {
      viewer.end();
    }
    this.viewers.clear();
  }

  /** The publisher is gone, its viewers are kept. */
  freeze(): void {
    this.state = 'waiting';
    clearInterval(this.timer);
  }

  thaw(): void {
    this.state = 'live';
    this.onlineAtMs = Date.now() - this.frameAt(this.next).dtsMs;
    this.timer = setInterval(() => this.sendDue(), TICK_MS);
  }

  /** Cuts every connection in the middle of whatever it carries. */
  dropAll(): void {
    for (const viewer of this.viewers) {
      viewer.destroy();
    }
    this.viewers.clear();
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }

  get viewerCount(): number {
    return this.viewers.size;
  }

  /** The stream time of the picture that shows `number`, the one nearest to `nearMs`. */
  timeOfPicture(number: number, nearMs: number): number {
    const inFileMs = this.pictureTimes[number]! + START_MS;
    return inFileMs + Math.round((nearMs - inFileMs) / this.lengthMs) * this.lengthMs;
  }

  private frameAt(index: number): { tag: Tag; dtsMs: number; offsetMs: number } {
    const offsetMs = Math.floor(index / this.frames.length) * this.lengthMs;
    const tag = this.frames[index % this.frames.length]!;
    return { tag, dtsMs: tag.dtsMs + offsetMs, offsetMs };
  }

  private sendDue(): void {
    for (;;) {
      const { tag, dtsMs, offsetMs } = this.frameAt(this.next);
      if (this.onlineAtMs + dtsMs > Date.now()) {
        return;
      }
      this.next++;
      const frame = { tag, dtsMs: dtsMs + START_MS, ingestUnixUs: nowUnixUs() };
      if (tag.ptsMs !== null) {
        this.ingestUnixUs.set(tag.ptsMs + offsetMs + START_MS, frame.ingestUnixUs);
      }
      if (tag.key) {
        this.gop = [];
      }
      this.gop.push(frame);
      if (this.soundOnly && this.gop.length > SOUND_CACHE_FRAMES) {
        this.gop.shift();
      }
      for (const viewer of this.viewers) {
        viewer.write(frameBytes(frame, viewer.clocked));
      }
    }
  }

  private join(viewer: Viewer): void {
    this.viewers.add(viewer);
    const first = this.gop[0]?.dtsMs ?? START_MS;
    viewer.write(this.header);
    for (const tag of this.configs) {
      viewer.write(stamped(tag.bytes, tag.type === 18 ? 0 : first)); // ffmpeg: a later script tag is a subtitle
    }
    for (const frame of this.gop) {
      viewer.write(frameBytes(frame, viewer.clocked));
    }
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url!, 'http://node');
    this.requests.push(`${request.method} ${request.url}`);
    switch (url.pathname) {
      case '/live/demo':
        this.sendFile(response, 'index.html');
        return;
      case '/live/demo/info':
        this.sendInfo(request, response);
        return;
      case '/live/demo/report':
        this.takeReport(request, response);
        return;
      case '/api/v1/clock':
        json(response, 200, { unixUs: nowUnixUs() });
        return;
      case '/live/demo.flv':
        this.sendFlv(url, response);
        return;
      default:
        this.sendFile(response, url.pathname.replace(/^\/assets\/player\//, ''));
    }
  }

  private sendInfo(request: IncomingMessage, response: ServerResponse): void {
    if (this.state === 'refused') {
      json(response, 403, { type: 'about:blank', title: 'Forbidden', detail: 'the signature expired' }, 'application/problem+json');
      return;
    }
    const tracks = [{ kind: 'audio', codec: 'AAC' }, ...(this.soundOnly ? [] : [{ kind: 'video', codec: 'H.264' }])];
    json(response, 200, {
      state: this.state,
      profile: { name: 'showroom', playerBufferMs: 700, playerMaxBufferMs: 2000 },
      tracks: this.state === 'offline' ? [] : tracks,
      formats: { flv: '/live/demo.flv', wsflv: '/live/demo.flv', rtmp: `rtmp://${request.headers.host!.replace(/:.*/, '')}/live/demo` },
    });
  }

  private takeReport(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      this.reports.push(JSON.parse(body) as Record<string, unknown>);
      response.writeHead(204).end();
    });
  }

  private sendFlv(url: URL, response: ServerResponse): void {
    if (this.state === 'offline') {
      json(response, 404, { title: 'Not found', detail: 'no such stream' }, 'application/problem+json');
      return;
    }
    response.writeHead(200, { 'content-type': 'video/x-flv', 'cache-control': 'no-store' });
    const viewer: Viewer = {
      clocked: url.searchParams.get('clock') === '1',
      write: (bytes) => response.write(bytes),
      end: () => response.end(),
      destroy: () => response.destroy(),
    };
    response.on('close', () => this.viewers.delete(viewer));
    this.join(viewer);
  }

  private upgrade(request: IncomingMessage, socket: Duplex): void {
    const url = new URL(request.url!, 'http://node');
    this.requests.push(`WS ${request.url}`);
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const viewer: Viewer = {
      clocked: url.searchParams.get('clock') === '1',
      write: (bytes) => socket.write(webSocketFrame(bytes)),
      end: () => socket.end(Buffer.from([0x88, 0])),
      destroy: () => socket.destroy(),
    };
    socket.on('error', () => undefined);
    socket.on('close', () => this.viewers.delete(viewer));
    socket.resume();
    this.join(viewer);
  }

  private sendFile(response: ServerResponse, path: string): void {
    try {
      const body = readFileSync(join(this.pageFolder, path.replaceAll('..', '')));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}

function nowUnixUs(): number {
  return Math.round((performance.timeOrigin + performance.now() + CLOCK_SKEW_MS) * 1000);
}

function json(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(JSON.stringify(body));
}

function frameBytes(frame: { tag: Tag; dtsMs: number; ingestUnixUs: number }, clocked: boolean): Buffer {
  const media = stamped(frame.tag.bytes, frame.dtsMs);
  return clocked ? Buffer.concat([clockTag(frame.dtsMs, frame.ingestUnixUs), media]) : media;
}

function stamped(tag: Buffer, dtsMs: number): Buffer {
  const copy = Buffer.from(tag);
  copy.writeUIntBE(dtsMs & 0xffffff, 4, 3);
  copy[7] = (dtsMs >> 24) & 0xff;
  return copy;
}

/** Type 15, eight bytes of microseconds. */
export function clockTag(dtsMs: number, ingestUnixUs: number): Buffer {
  const tag = Buffer.alloc(11 + 8 + 4);
  tag[0] = 15;
  tag.writeUIntBE(8, 1, 3);
  tag.writeBigUInt64BE(BigInt(ingestUnixUs), 11);
  tag.writeUInt32BE(11 + 8, 19);
  return stamped(tag, dtsMs);
}

function webSocketFrame(payload: Buffer): Buffer {
  const header = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65536 ? 4 : 10);
  header[0] = 0x82;
  if (header.length === 2) {
    header[1] = payload.length;
  } else if (header.length === 4) {
    header[1] = 126;
    header.writeUInt16BE(payload.length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([header, payload]);
}

function readTags(file: Buffer): Tag[] {
  const tags: Tag[] = [];
  for (let at = 13; at + 11 < file.length; ) {
    const size = 11 + file.readUIntBE(at + 1, 3) + 4;
    const bytes = file.subarray(at, at + size);
    const type = bytes[0]!;
    const dtsMs = bytes.readUIntBE(4, 3);
    const coded = bytes[12] === 1; // AVCPacketType and AACPacketType
    const end = type === 9 && bytes[12] === 2;
    if (!end) {
      tags.push({
        type,
        dtsMs,
        bytes,
        config: type === 18 || !coded,
        key: type === 9 && coded && bytes[11]! >> 4 === 1,
        ptsMs: type === 9 && coded ? dtsMs + bytes.readIntBE(13, 3) : null,
      });
    }
    at += size;
  }
  return tags;
}
