/** What the node tells about a stream: `GET /APP/NAME/info`. See docs/protocols/watch-page.md. */
import type { PaceTarget } from './pace';
import { refusalOf, type Refusal } from './refusal';

export interface StreamInfo {
  /** `waiting`: the publisher's connection was lost a moment ago, its place is kept. */
  state: 'live' | 'waiting' | 'offline';
  pace: PaceTarget;
  /** The service's latency profile by name; empty if the node did not say. */
  profile: string;
  tracks: TrackInfo[];
  /** Addresses by format, absolute or beginning with a slash. */
  formats: Record<string, string>;
}

export interface TrackInfo {
  kind: string;
  /** As people call it. */
  codec: string;
  /** As browsers want it (RFC 6381); empty if the node did not say. */
  codecs: string;
}

export type InfoAnswer =
  | { kind: 'info'; info: StreamInfo }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unreachable' };

/** For nodes that do not name a profile: `showroom`. */
const DEFAULT_PACE: PaceTarget = { targetMs: 700, maxMs: 2000 };

const TIMEOUT_MS = 5_000;

export async function fetchInfo(url: string): Promise<InfoAnswer> {
  try {
    const answer = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.status >= 500) {
      return { kind: 'unreachable' };
    }
    if (!answer.ok) {
      return { kind: 'refused', refusal: await refusalOf(answer) };
    }
    return { kind: 'info', info: readInfo(await answer.json()) };
  } catch {
    return { kind: 'unreachable' };
  }
}

/** Takes what is there and falls back where it is not: an older or newer node must do. */
export function readInfo(json: unknown): StreamInfo {
  const root = asObject(json);
  const profile = asObject(root['profile']);
  const targetMs = positive(profile['playerBufferMs']) ?? DEFAULT_PACE.targetMs;
  const maxMs = positive(profile['playerMaxBufferMs']) ?? DEFAULT_PACE.maxMs;
  const state = root['state'];
  return {
    state: state === 'live' || state === 'waiting' ? state : 'offline',
    pace: { targetMs, maxMs: Math.max(maxMs, targetMs + 100) },
    profile: typeof profile['name'] === 'string' ? profile['name'] : '',
    tracks: Array.isArray(root['tracks']) ? root['tracks'].map(readTrack) : [],
    formats: onlyText(asObject(root['formats'])),
  };
}

function readTrack(json: unknown): TrackInfo {
  const track = asObject(json);
  return { kind: String(track['kind'] ?? ''), codec: String(track['codec'] ?? ''), codecs: String(track['codecs'] ?? '') };
}

function asObject(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
}

function onlyText(object: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(object).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function positive(value: unknown): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}
