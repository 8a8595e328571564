import { crowded, record } from './record.js';

const ALWAYS_VOLATILE = ['date', 'keep-alive'];
const CROWD = 20;

/** The application's client. It runs in the same process, but in no async context of the application. */
export class Drive {
  constructor(
    readonly url: string,
    private readonly volatileHeaders: readonly string[] = [],
    private readonly volatileText: RegExp = /(?!)/g,
  ) {}

  /** Sends one request and keeps its answer under this name. The name is also the id in the application's store. */
  async request(name: string, path: string, init: RequestInit = {}): Promise<string> {
    if (name in record.answers) throw new Error(`two answers are called ${name}`);
    const headers = { ...(init.headers as Record<string, string> | undefined), 'x-id': name };
    const response = await fetch(`${this.url}${path}`, { redirect: 'manual', ...init, headers });
    const body = (await response.text()).replaceAll(this.volatileText, '*');
    record.answers[name] = { status: response.status, headers: this.kept(response.headers), body };
    return body;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<string> {
    return this.request(`GET ${path}`, path, { headers });
  }

  /** Sends a request with a JSON body. */
  post(name: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<string> {
    const init = {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    };
    return this.request(name, path, init);
  }

  /** Sends the same request many times at once. */
  async crowd(one: (index: number) => Promise<unknown>): Promise<void> {
    crowded(true);
    await Promise.all(Array.from({ length: CROWD }, (_, index) => one(index)));
    crowded(false);
  }

  result(name: string, value: unknown): void {
    if (name in record.results) throw new Error(`two results are called ${name}`);
    record.results[name] = value;
  }

  /** Polls until the probe returns a value. */
  async until<T>(what: string, probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
    const deadline = performance.now() + 20_000;
    for (;;) {
      const found = await probe();
      if (found !== undefined) return found;
      if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  private kept(headers: Headers): Record<string, string> {
    const volatile = [...ALWAYS_VOLATILE, ...this.volatileHeaders];
    return Object.fromEntries([...headers].filter(([name]) => !volatile.includes(name)));
  }
}
