import type {
  RedisCommands,
  RedisConnection,
} from '../../../../../lib/alerts/claims/redis/redis-commands.interface.js';

/** The part of a server that claims need, with a clock and permissions that the test sets. */
export class FakeRedis implements RedisConnection, RedisCommands {
  keyPrefix = '';
  now = 0;
  /** Errors by lower-case command. */
  readonly refused: Record<string, string> = {};
  readonly calls: string[] = [];
  private readonly entries = new Map<string, { value: string; until: number }>();

  run<T>(work: (commands: RedisCommands) => Promise<T>): Promise<T> {
    return work(this);
  }
  discard(): void {}
  close(): void {}

  async eval(): Promise<unknown> {
    this.called('eval');
    throw new Error('this server has no scripts');
  }

  async set(key: string, value: string, forMs: number, when: 'NX' | 'XX'): Promise<boolean> {
    this.called('set');
    if ((this.find(key) === undefined) !== (when === 'NX')) return false;
    this.entries.set(key, { value, until: this.now + forMs });
    return true;
  }

  async get(key: string): Promise<string | undefined> {
    this.called('get');
    return this.find(key)?.value;
  }

  async pttl(key: string): Promise<number> {
    this.called('pttl');
    return (this.find(key)?.until ?? this.now - 2) - this.now;
  }

  async del(key: string): Promise<void> {
    this.called('del');
    this.entries.delete(key);
  }

  private find(key: string): { value: string; until: number } | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && entry.until > this.now ? entry : undefined;
  }

  private called(command: string): void {
    this.calls.push(command);
    const refusal = this.refused[command];
    if (refusal !== undefined) throw new Error(refusal);
  }
}
