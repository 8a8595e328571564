import { Injectable } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { Own, Servers } from '../servers.js';
import { STATEMENT_MS, Subject } from '../subject.js';

/** Bytes of one reply for each row. */
const ROW_BYTES = 600;
/** One command of a parallel N+1: the only connection answers 60 of them one after another. */
const PARALLEL_MS = 10;
/** One command that waits for entries of a stream. */
const BLOCK_MS = 60;

/** One connection for all commands. The time limit of a blocking command, in seconds, makes it slow. */
@Injectable()
export default class Ioredis extends Subject {
  override readonly connections = 1;
  private redis!: Redis;
  private key = '';

  async start(servers: Servers, { emptyKey }: Own): Promise<void> {
    const { host, port, socketPath: path } = servers.redis;
    this.redis = new Redis(path === undefined ? { host, port } : { path });
    this.key = emptyKey;
    await this.redis.ping();
  }

  async stop(): Promise<void> {
    await this.redis.quit();
  }

  async slow(ms: number): Promise<void> {
    await this.redis.blpop(this.key, ms / 1000);
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.redis.blpop(this.key, STATEMENT_MS / 1000);
  }

  async one(_i: number): Promise<void> {
    await this.redis.blpop(this.key, STATEMENT_MS / 1000);
  }

  async parallel(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.redis.blpop(this.key, PARALLEL_MS / 1000)));
  }

  async rows(count: number): Promise<void> {
    await this.redis.getrange('large', 0, count * ROW_BYTES - 1);
  }

  /** Waits for new entries of a stream. */
  async stream(count: number): Promise<void> {
    for (let ms = count * 2; ms > 0; ms -= BLOCK_MS)
      await this.redis.xread('BLOCK', BLOCK_MS, 'STREAMS', this.key, '$');
  }
}
