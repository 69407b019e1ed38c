/** What stands over the picture in each state. */
import type { Format } from './format';
import type { StreamInfo } from './info';
import { fill, FORMAT_TEXTS, type Texts } from './text';
import type { WatchState } from './watch';

export interface Message {
  title: string;
  text: string;
  reason: string;
  /** Covers the picture; otherwise stands on it. */
  opaque: boolean;
  /** Something is going on. */
  look: 'spins' | 'waits' | 'rests';
}

/** Null where the picture speaks for itself. */
export function messageFor(state: WatchState, info: StreamInfo | null, texts: Texts, playable: boolean): Message | null {
  switch (state.kind) {
    case 'playing':
      return isAudioOnly(info) ? covering(texts.audioOnly, '', 'waits') : null;
    case 'paused':
    case 'blocked':
      return null;
    case 'loading':
    case 'connecting':
      return onPicture(texts.connecting);
    case 'stalled':
      return onPicture(texts.stalled);
    case 'reconnecting':
      return onPicture(texts.reconnecting);
    case 'waiting':
      return covering(texts.waitingTitle, texts.waitingText, 'waits');
    case 'offline':
      return covering(texts.offlineTitle, texts.offlineText, 'waits');
    case 'unreachable':
      return covering(texts.unreachableTitle, texts.unreachableText, 'waits');
    case 'refused':
      return {
        ...covering(texts.refusedTitle, fill(texts.refusedText, { status: state.refusal.status }), 'rests'),
        reason: state.refusal.reason ?? '',
      };
    case 'unsupported':
      return covering(texts.unsupportedTitle, playable ? unsupported(state, texts) : texts.unsupportedNoMse, 'rests');
  }
}

function unsupported({ codecs, chosen }: { codecs: string; chosen: Format | null }, texts: Texts): string {
  const values = { codecs: codecs || texts.anUnknownFormat, format: chosen === null ? '' : texts[FORMAT_TEXTS[chosen]] };
  return fill(chosen === null ? texts.unsupportedText : texts.unsupportedChosen, values);
}

function isAudioOnly(info: StreamInfo | null): boolean {
  return info !== null && info.tracks.length > 0 && info.tracks.every((track) => track.kind === 'audio');
}

function onPicture(title: string): Message {
  return { title, text: '', reason: '', opaque: false, look: 'spins' };
}

function covering(title: string, text: string, look: 'waits' | 'rests'): Message {
  return { title, text, reason: '', opaque: true, look };
}
