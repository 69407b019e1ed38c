/**
 * The ways in which the page can play a stream, and which of them to take: by what the node offers,
 * what each format carries, and what this browser decodes.
 */
import type { StreamInfo, TrackInfo } from './info';

/** In the order in which they are offered, and in which one is chosen: the lowest delay first. */
export const FORMATS = ['flv', 'wsflv', 'll', 'fmp4', 'ts', 'dash', 'hls'] as const;

/**
 * `ll`, `fmp4` and `ts` are styles of HLS, played by hls.js; `hls` is the browser's own player, with
 * the style that the node chooses.
 */
export type Format = (typeof FORMATS)[number];

/** What the viewer asked for. */
export type Choice = 'auto' | Format;

/** What this browser can do. */
export interface Capabilities {
  /** Media Source Extensions, ordinary or managed. */
  mse: boolean;
  /** Plays HLS without them, as well as Safari does. */
  nativeHls: boolean;
  /** Whether it decodes a type such as `video/mp4; codecs="avc1.64001f"` from a media source. */
  decodes(type: string): boolean;
}

/** Under which key of the node's `formats` the address is. */
export const ADDRESS_KEYS: Record<Format, string> = {
  flv: 'flv',
  wsflv: 'wsflv',
  ll: 'hls',
  fmp4: 'hls',
  ts: 'hls',
  dash: 'dash',
  hls: 'hls',
};

/** Codecs (what stands before the first dot) that our player of the format takes. */
const IN_FLV = ['avc1', 'hvc1', 'av01', 'mp4a', 'opus', 'fLaC'];
const IN_MP4 = ['avc1', 'hvc1', 'av01', 'vp09', 'vvc1', 'mp4a', 'opus', 'fLaC', 'ac-3', 'ec-3'];
const IN_TS = ['avc1', 'hvc1', 'mp4a', 'ac-3'];

const CARRIED: Record<Format, readonly string[]> = {
  flv: IN_FLV,
  wsflv: IN_FLV,
  ll: IN_MP4,
  fmp4: IN_MP4,
  ts: IN_TS,
  dash: IN_MP4,
  hls: IN_MP4,
};

const MP3 = 'mp4a.40.34';

export function isFormat(word: string | null): word is Format {
  return (FORMATS as readonly (string | null)[]).includes(word);
}

/** What this browser can do, by asking it. */
export function capabilitiesOf(video: HTMLVideoElement): Capabilities {
  const { ManagedMediaSource: managed, MediaSource: ordinary } = self as unknown as Record<string, typeof MediaSource | undefined>;
  const source = ordinary ?? managed;
  // Chromium's own player is young, and tells nothing of dates: it is taken only where nothing else is
  const mature = source === undefined || 'getStartDate' in video;
  return {
    mse: source !== undefined,
    nativeHls: mature && video.canPlayType('application/vnd.apple.mpegurl') !== '',
    decodes: (type) => source?.isTypeSupported(type) === true,
  };
}

/** The formats that the node offers and the browser has a player for, in order. */
export function offered(info: StreamInfo | null, browser: Capabilities): Format[] {
  return FORMATS.filter(
    (format) => info?.formats[ADDRESS_KEYS[format]] !== undefined && (format === 'hls' ? browser.nativeHls : browser.mse),
  );
}

/**
 * The format to play: the chosen one, or the first that has all tracks, or the first with some. Null
 * if none is left.
 *
 * @param failed formats that turned out not to play
 */
export function pick(info: StreamInfo, choice: Choice, failed: ReadonlySet<Format>, browser: Capabilities): Format | null {
  const all = offered(info, browser);
  const candidates = (choice !== 'auto' && all.includes(choice) ? [choice] : all).filter((format) => !failed.has(format));
  return (
    candidates.find((format) => plays(format, info.tracks, browser) === 'all') ??
    candidates.find((format) => plays(format, info.tracks, browser) === 'some') ??
    null
  );
}

/** How much of a stream the browser would play of this format. */
export function plays(format: Format, tracks: readonly TrackInfo[], browser: Capabilities): 'all' | 'some' | 'none' {
  const media = tracks.filter(({ kind, codecs }) => kind !== 'data' && codecs !== '');
  const carried = media.filter((track) => carries(format, track));
  if (carried.length < media.length && (format === 'flv' || format === 'wsflv')) {
    return 'none'; // mpegts.js gives up at the first codec that it does not know
  }
  const pictures = media.some(isVideo);
  if (media.length > 0 && !carried.some((track) => isVideo(track) === pictures)) {
    return 'none';
  }
  const decoded = format === 'hls' || carried.every((track) => decodes(format, track, browser));
  return !decoded ? 'none' : carried.length === media.length ? 'all' : 'some';
}

function isVideo(track: TrackInfo): boolean {
  return track.kind === 'video';
}

function carries(format: Format, { codecs }: TrackInfo): boolean {
  return CARRIED[format].includes(codecs.split('.')[0]!);
}

function decodes(format: Format, { kind, codecs }: TrackInfo, browser: Capabilities): boolean {
  if (codecs === MP3 && format !== 'dash') {
    return browser.decodes('audio/mpeg') || browser.decodes(`audio/mp4; codecs="${MP3}"`);
  }
  return browser.decodes(`${kind}/mp4; codecs="${codecs}"`);
}
