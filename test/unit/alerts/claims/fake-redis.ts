import type { RedisCommands, RedisConnection } from '../../../../lib/alerts/claims/redis-commands.interface.js';

/** As much of a server as claims need, with a clock that the test sets, and rights that it may lack. */
export class FakeRedis implements RedisConnection, RedisCommands {
  keyPrefix = '';
  now = 0;
  /** By command in lower case: what is thrown instead of doing it. */
  readonly refused: Record<string, string> = {};
  readonly asked: string[] = [];
  private readonly entries = new Map<string, { value: string; until: number }>();

  run<T>(work: (commands: RedisCommands) => Promise<T>): Promise<T> {
    return work(this);
  }
  discard(): void {}
  close(): void {}

  async eval(): Promise<unknown> {
    this.ask('eval');
    throw new Error('this server runs no scripts');
  }

  async set(key: string, value: string, forMs: number, when: 'NX' | 'XX'): Promise<boolean> {
    this.ask('set');
    if ((this.find(key) === undefined) !== (when === 'NX')) return false;
    this.entries.set(key, { value, until: this.now + forMs });
    return true;
  }

  async get(key: string): Promise<string | undefined> {
    this.ask('get');
    return this.find(key)?.value;
  }

  async pttl(key: string): Promise<number> {
    this.ask('pttl');
    return (this.find(key)?.until ?? this.now - 2) - this.now;
  }

  async del(key: string): Promise<void> {
    this.ask('del');
    this.entries.delete(key);
  }

  private find(key: string): { value: string; until: number } | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && entry.until > this.now ? entry : undefined;
  }

  private ask(command: string): void {
    this.asked.push(command);
    const refusal = this.refused[command];
    if (refusal !== undefined) throw new Error(refusal);
  }
}
