/** Where things are, seen from the page at `/APP/NAME`. */
import { ADDRESS_KEYS, isFormat, type Choice, type Format } from './format';

/** Parameters of the page itself; every other one (a signature, a token) goes along to the node. */
const OWN_PARAMETERS = ['stats', 'lang', 'format', 'transport'];

export class PageAddress {
  /** `/APP/NAME`. */
  readonly path: string;
  private readonly parameters: URLSearchParams;
  private readonly passed: [string, string][];

  constructor(private readonly page: URL) {
    this.path = page.pathname.replace(/\/+$/, '');
    this.parameters = page.searchParams;
    this.passed = [...this.parameters].filter(([name]) => !OWN_PARAMETERS.includes(name));
  }

  /** The stream's name for people. */
  get name(): string {
    return decodeURIComponent(this.path.split('/').pop() ?? '');
  }

  own(name: 'stats' | 'lang'): string | null {
    return this.parameters.get(name);
  }

  /** The format that was asked for; `transport` is its older name. */
  choice(): Choice {
    const word = this.parameters.get('format') ?? this.parameters.get('transport');
    return isFormat(word) ? word : 'auto';
  }

  /** The page's own address with another choice. */
  withChoice(choice: Choice): string {
    const url = new URL(this.page);
    url.searchParams.delete('transport');
    url.searchParams.delete('format');
    if (choice !== 'auto') {
      url.searchParams.set('format', choice);
    }
    return url.href;
  }

  /** An endpoint of this stream, `info` or `report`. */
  endpoint(name: string): string {
    return this.withPassed(new URL(`${this.path}/${name}`, this.page)).href;
  }

  clock(): string {
    return new URL('/api/v1/clock', this.page).href;
  }

  /** A format's address in full, as a person would copy it. */
  format(key: string, address: string): string {
    const url = new URL(address, this.page);
    if (key.startsWith('ws') && url.protocol.startsWith('http')) {
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    }
    return this.withPassed(url).href;
  }

  /** What the page itself plays: FLV with the clock tags, HLS in the style that it wants. */
  media(format: Format, formats: Record<string, string>): string {
    const key = ADDRESS_KEYS[format];
    const url = new URL(this.format(key, formats[key] ?? `${this.path}.flv`));
    switch (format) {
      case 'flv':
      case 'wsflv':
        url.searchParams.set('clock', '1');
        break;
      case 'll':
      case 'fmp4':
      case 'ts':
        url.searchParams.set('format', format);
        break;
      case 'dash':
      case 'hls':
        break;
    }
    return url.href;
  }

  private withPassed(url: URL): URL {
    for (const [name, value] of this.passed) {
      if (!url.searchParams.has(name)) {
        url.searchParams.append(name, value);
      }
    }
    return url;
  }
}
