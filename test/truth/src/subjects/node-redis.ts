import { Injectable } from '@nestjs/common';
import { createClientPool, type RedisClientPoolType } from 'redis';
import type { Own, Servers } from '../servers.js';
import { CONNECTIONS, PARALLEL_MS, STATEMENT_MS, Subject } from '../subject.js';

/** Bytes of one reply for each row. */
const ROW_BYTES = 600;
/** One command that waits for entries of a stream. */
const BLOCK_MS = 60;

/** Its pool of clients. The time limit of a blocking command, in seconds, makes it slow. */
@Injectable()
export default class NodeRedis extends Subject {
  private pool!: RedisClientPoolType;
  private key = '';

  async start(servers: Servers, { emptyKey }: Own): Promise<void> {
    const { host, port, socketPath: path } = servers.redis;
    const socket = path === undefined ? { host, port } : { path, tls: false as const };
    this.pool = createClientPool({ socket }, { minimum: 1, maximum: CONNECTIONS }) as unknown as RedisClientPoolType;
    this.key = emptyKey;
    await this.pool.connect();
    await this.pool.ping();
  }

  async stop(): Promise<void> {
    await this.pool.close();
  }

  async slow(ms: number): Promise<void> {
    await this.pool.blPop(this.key, ms / 1000);
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.pool.blPop(this.key, STATEMENT_MS / 1000);
  }

  async one(_i: number): Promise<void> {
    await this.pool.blPop(this.key, STATEMENT_MS / 1000);
  }

  async parallel(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.pool.blPop(this.key, PARALLEL_MS / 1000)));
  }

  async rows(count: number): Promise<void> {
    await this.pool.getRange('large', 0, count * ROW_BYTES - 1);
  }

  /** Waits for new entries of a stream. */
  async stream(count: number): Promise<void> {
    for (let ms = count * 2; ms > 0; ms -= BLOCK_MS)
      await this.pool.xRead({ key: this.key, id: '$' }, { BLOCK: BLOCK_MS });
  }
}
