import { pbkdf2 } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import { TestApp, until } from './support/test-app.js';

const hash = promisify(pbkdf2);
const JOBS = 40;

@Injectable()
class Hashes {
  /** Hashes that are queued. */
  queued = 0;

  async all(): Promise<void> {
    const running = Array.from({ length: JOBS }, () => hash('secret', 'salt', 30_000, 64, 'sha512'));
    this.queued += JOBS;
    await Promise.all(running);
  }
}

@Injectable()
class Files {
  async read(): Promise<number> {
    return (await readFile(fileURLToPath(import.meta.url))).length;
  }
}

@Controller()
class ThreadsController {
  constructor(
    private readonly hashes: Hashes,
    private readonly files: Files,
  ) {}

  @Get('hash')
  hash(): Promise<void> {
    return this.hashes.all();
  }

  @Get('file')
  file(): Promise<number> {
    return this.files.read();
  }
}

describe('requests that share the thread pool', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await TestApp.start({ controllers: [ThreadsController], providers: [Hashes, Files] }, { threshold: 100 });
    await app.warm();
  });
  afterEach(() => app.close());

  const get = async (path: string): Promise<string> => (await fetch(app.url + path)).text();

  it('wait for a thread, and name the request that fills the queue', async () => {
    const hashing = get('/hash');
    await until(() => app.app.get(Hashes).queued === JOBS, 'the hashes');
    await Promise.all([get('/file'), hashing]);
    const { verdict, accounting, operations } = await app.report('GET /file');
    expect(verdict).toMatchObject({ kind: 'pool-wait', subject: 'thread pool' });
    expect(verdict.headline).toMatch(
      /^Waited .+ for a thread of the thread pool \(4 of 4 in use, all by GET \/hash for .+: \d+ × pbkdf2\), in Files\.read$/,
    );
    expect(verdict.holders?.[0]).toMatchObject({ name: 'GET /hash', count: 4 });
    const parts = accounting.waiting.reduce((sum, { ms }) => sum + ms, 0);
    expect(parts).toBeLessThanOrEqual(accounting.durationMs + 1);
    expect(operations.find(({ on }) => on === 'pool')).toBeUndefined();
  });

  it('do not wait for a thread because of their own parallel jobs', async () => {
    await get('/hash');
    const { verdict, accounting } = await app.report('GET /hash');
    expect(verdict.kind).not.toBe('pool-wait');
    expect(accounting.waiting.find(({ on }) => on === 'threadpool')).toMatchObject({ label: 'crypto pbkdf2' });
    expect(accounting.waiting.find(({ on }) => on === 'pool')?.ms ?? 0).toBeLessThan(accounting.durationMs / 10);
  });
});
