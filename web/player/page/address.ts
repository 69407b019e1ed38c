/** Where things are, seen from the page at `/APP/NAME`. */

export type Transport = 'flv' | 'wsflv';

/** Parameters of the page itself; every other one (a signature, a token) goes along to the node. */
const OWN_PARAMETERS = ['stats', 'lang', 'transport'];

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

  own(name: 'stats' | 'lang' | 'transport'): string | null {
    return this.parameters.get(name);
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

  /** What the page itself plays: the same with the clock tags. */
  media(transport: Transport, formats: Record<string, string>): string {
    const url = new URL(this.format(transport, formats[transport] ?? `${this.path}.flv`));
    url.searchParams.set('clock', '1');
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
