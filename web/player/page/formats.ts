/** The list of the stream's other addresses, each with a copy button. */
import type { PageAddress } from './address';
import { copyText } from './copy';
import type { Texts } from './text';

const LABELS: Record<string, keyof Texts> = {
  flv: 'fmtFlv',
  wsflv: 'fmtWsflv',
  rtmp: 'fmtRtmp',
  rtmps: 'fmtRtmps',
  hls: 'fmtHls',
  dash: 'fmtDash',
  whep: 'fmtWhep',
  srt: 'fmtSrt',
};

const COPIED_MS = 1_500;

export function renderFormats(list: HTMLElement, formats: Record<string, string>, address: PageAddress, texts: Texts): void {
  list.replaceChildren(
    ...Object.entries(formats).map(([key, value]) => {
      const label = LABELS[key];
      return formatLine(label === undefined ? key.toUpperCase() : texts[label], address.format(key, value), texts);
    }),
  );
}

function formatLine(label: string, url: string, texts: Texts): HTMLElement {
  const line = document.createElement('li');
  const words = document.createElement('div');
  const name = document.createElement('b');
  const link = document.createElement('a');
  const button = document.createElement('button');
  name.textContent = label;
  link.href = link.textContent = link.title = url;
  button.type = 'button';
  button.textContent = texts.copy;
  button.addEventListener('click', () => void copyWithWord(button, url, texts));
  words.append(name, link);
  line.append(words, button);
  return line;
}

async function copyWithWord(button: HTMLButtonElement, url: string, texts: Texts): Promise<void> {
  button.textContent = (await copyText(url)) ? texts.copied : texts.copyFailed;
  setTimeout(() => (button.textContent = texts.copy), COPIED_MS);
}
