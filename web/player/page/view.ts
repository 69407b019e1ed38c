/** The page's elements: shows what the other modules decide, and tells what the viewer did. */
import type { PageAddress } from './address';
import { isFormat, type Choice, type Format } from './format';
import { renderFormats } from './formats';
import type { StreamInfo } from './info';
import type { Message } from './message';
import { renderStatistics, seconds, statisticsLines, type StatisticsSource } from './statistics';
import { FORMAT_TEXTS, type Texts } from './text';
import type { WatchState } from './watch';

/** What a viewer can do. */
export interface ViewActions {
  togglePlay(): void;
  choose(choice: Choice): void;
  toggleLanguage(): void;
  /** The statistics were shown or hidden. */
  refresh(): void;
}

/** The bar hides after this long without a move. */
const IDLE_MS = 3_000;
/** Spinners do not flash: short waits show nothing. */
const SPINNER_AFTER_MS = 350;

export class View {
  readonly video = element('video') as HTMLVideoElement;
  readonly still = element('still') as HTMLCanvasElement;
  private readonly stage = element('stage');
  private idleTimer: ReturnType<typeof setTimeout> | undefined;
  private spinnerTimer: ReturnType<typeof setTimeout> | undefined;
  private shownFormats = '';
  private shownChoices = '';
  private texts!: Texts;

  constructor(
    private readonly actions: ViewActions,
    statisticsShown: boolean,
  ) {
    element('statistics').hidden = !statisticsShown;
    this.listen();
  }

  setTexts(texts: Texts, language: string): void {
    this.texts = texts;
    this.shownFormats = '';
    document.documentElement.lang = language;
    for (const part of document.querySelectorAll<HTMLElement>('[data-text]')) {
      part.textContent = texts[part.dataset['text'] as keyof Texts];
    }
    for (const part of document.querySelectorAll<HTMLElement>('[data-label]')) {
      label(part, texts[part.dataset['label'] as keyof Texts]);
    }
  }

  showState(state: WatchState, info: StreamInfo | null, message: Message | null): void {
    const started = ['playing', 'stalled', 'connecting', 'reconnecting', 'loading'].includes(state.kind);
    this.stage.classList.toggle('playing', started);
    element('big-play').hidden = state.kind !== 'paused' && state.kind !== 'blocked';
    label(element('play'), started ? this.texts.pause : this.texts.play);
    this.showBadge(state, info);
    this.showMessage(message);
    this.showSound();
    this.wake();
  }

  /** @param format that is played; named beside the automatic choice */
  showChoice(offered: Format[], choice: Choice, format: Format | null): void {
    const select = element('format') as HTMLSelectElement;
    const automatic = choice === 'auto' && format !== null ? ` · ${this.texts[FORMAT_TEXTS[format]]}` : '';
    const wanted: [Choice, string][] = [
      ['auto', this.texts.fmtAuto + automatic],
      ...offered.map((each): [Choice, string] => [each, this.texts[FORMAT_TEXTS[each]]]),
    ];
    const key = JSON.stringify(wanted);
    if (key !== this.shownChoices) {
      this.shownChoices = key;
      select.replaceChildren(...wanted.map(([value, text]) => new Option(text, value)));
    }
    element('choice').hidden = offered.length === 0;
    select.value = offered.some((each) => each === choice) ? choice : 'auto';
  }

  showFormats(formats: Record<string, string>, address: PageAddress): void {
    const key = JSON.stringify(formats);
    if (key !== this.shownFormats) {
      this.shownFormats = key;
      element('elsewhere').hidden = Object.keys(formats).length === 0;
      renderFormats(element('formats'), formats, address, this.texts);
    }
  }

  showName(name: string): void {
    element('name').textContent = name;
    document.title = `${name} · Freshet`;
  }

  /** Called a few times a second. */
  showStatistics(source: StatisticsSource): void {
    const delayMs = source.stats.delay.value;
    element('delay-value').textContent = delayMs === null ? this.texts.live : seconds(delayMs);
    label(element('delay'), this.texts.statDelay);
    const list = element('statistics');
    element('show-statistics').setAttribute('aria-pressed', String(!list.hidden));
    if (!list.hidden) {
      renderStatistics(list, statisticsLines(source, this.texts), this.texts);
    }
  }

  private showBadge(state: WatchState, info: StreamInfo | null): void {
    const live = info?.state === 'live' && state.kind !== 'offline' && state.kind !== 'unreachable';
    const badge = element('badge');
    badge.classList.toggle('live', live);
    badge.textContent = live ? this.texts.live : state.kind === 'offline' ? this.texts.offline : '';
  }

  private showMessage(message: Message | null): void {
    clearTimeout(this.spinnerTimer);
    const box = element('message');
    if (message?.look === 'spins' && box.hidden) {
      this.spinnerTimer = setTimeout(() => this.fillMessage(message), SPINNER_AFTER_MS);
    } else {
      this.fillMessage(message);
    }
  }

  private fillMessage(message: Message | null): void {
    const box = element('message');
    box.hidden = message === null;
    box.classList.toggle('opaque', message?.opaque === true);
    box.classList.toggle('spins', message?.look === 'spins');
    box.classList.toggle('waits', message?.look === 'waits');
    element('message-title').textContent = message?.title ?? '';
    element('message-text').textContent = message?.text ?? '';
    element('message-reason').textContent = message?.reason ?? '';
  }

  private showSound(): void {
    const muted = this.video.muted || this.video.volume === 0;
    this.stage.classList.toggle('muted', muted);
    label(element('mute'), muted ? this.texts.unmute : this.texts.mute);
    element('sound-hint').hidden = !(this.video.muted && !this.video.paused && hasAudio(this.video));
    (element('volume') as HTMLInputElement).value = String(this.video.muted ? 0 : this.video.volume);
  }

  private listen(): void {
    click('play', () => this.actions.togglePlay());
    click('big-play', () => this.actions.togglePlay());
    click('mute', () => this.toggleMute());
    click('sound-hint', () => this.toggleMute());
    click('full-screen', () => this.toggleFullScreen());
    click('show-statistics', () => this.toggleStatistics());
    element('format').addEventListener('change', (event) => {
      const { value } = event.target as HTMLSelectElement;
      this.actions.choose(isFormat(value) ? value : 'auto');
    });
    click('language', () => this.actions.toggleLanguage());
    element('volume').addEventListener('input', (event) => this.setVolume(Number((event.target as HTMLInputElement).value)));
    for (const event of ['volumechange', 'playing', 'pause', 'loadeddata']) {
      this.video.addEventListener(event, () => this.showSound());
    }
    this.video.addEventListener('dblclick', () => this.toggleFullScreen());
    for (const event of ['pointermove', 'pointerdown', 'focusin']) {
      this.stage.addEventListener(event, () => this.wake());
    }
    this.stage.addEventListener('pointerleave', () => this.sleep());
    document.addEventListener('keydown', (event) => this.onKey(event));
    document.addEventListener('fullscreenchange', () => this.labelFullScreen());
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) {
      return;
    }
    const keys: Record<string, () => void> = {
      s: () => this.toggleStatistics(),
      m: () => this.toggleMute(),
      f: () => this.toggleFullScreen(),
      k: () => this.actions.togglePlay(),
    };
    if (!(event.target instanceof HTMLButtonElement)) {
      keys[' '] = keys['k']!;
    }
    const action = keys[event.key.toLowerCase()];
    if (action !== undefined) {
      event.preventDefault();
      action();
    }
  }

  private toggleMute(): void {
    this.video.muted = !this.video.muted;
    if (!this.video.muted && this.video.volume === 0) {
      this.video.volume = 1;
    }
  }

  private setVolume(volume: number): void {
    this.video.volume = volume;
    this.video.muted = volume === 0;
  }

  private toggleStatistics(): void {
    const list = element('statistics');
    list.hidden = !list.hidden;
    this.actions.refresh();
  }

  private toggleFullScreen(): void {
    const video = this.video as HTMLVideoElement & { webkitEnterFullscreen?: () => void };
    if (document.fullscreenElement !== null && document.fullscreenElement !== undefined) {
      void document.exitFullscreen();
    } else if (this.stage.requestFullscreen !== undefined) {
      this.stage.requestFullscreen().catch(() => undefined);
    } else {
      video.webkitEnterFullscreen?.(); // iPhones know only the video itself
    }
  }

  private labelFullScreen(): void {
    label(element('full-screen'), document.fullscreenElement === null ? this.texts.fullScreen : this.texts.leaveFullScreen);
  }

  private wake(): void {
    this.stage.classList.remove('idle');
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => this.sleep(), IDLE_MS);
    this.labelFullScreen();
  }

  private sleep(): void {
    this.stage.classList.toggle('idle', this.stage.classList.contains('playing'));
  }
}

function element(id: string): HTMLElement {
  return document.getElementById(id)!;
}

function click(id: string, action: () => void): void {
  element(id).addEventListener('click', action);
}

function label(part: HTMLElement, text: string): void {
  part.setAttribute('aria-label', text);
  part.title = text;
}

/** What browsers tell of it, each in its own way; assumed where none does. */
function hasAudio(video: HTMLVideoElement): boolean {
  const told = video as HTMLVideoElement & { mozHasAudio?: boolean; audioTracks?: { length: number }; webkitAudioDecodedByteCount?: number };
  return told.mozHasAudio ?? (told.audioTracks ? told.audioTracks.length > 0 : told.webkitAudioDecodedByteCount !== 0);
}
