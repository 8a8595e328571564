import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from '@keyv/redis';
import { RedisServer, sentinelOf } from './support/redis-server.js';
import { runJob } from './support/run-job.js';

/** Three processes run one after another. Each is killed after a minute. */
const TIMEOUT_MS = 200_000;

const KEYS = '~performance-monitor:claim:*';

let directory = '';
beforeEach(async () => void (directory = await mkdtemp(join(tmpdir(), 'monitor-script-'))));
afterEach(() => rm(directory, { recursive: true, force: true }));

function isAboutClaims(line: string): boolean {
  return /store of claims|no atomic/.test(line);
}

/** @returns the reply of the server */
async function command(server: RedisServer, ...words: string[]): Promise<unknown> {
  const client = createClient({ url: server.url });
  await client.connect();
  try {
    return await client.sendCommand(words);
  } finally {
    client.destroy();
  }
}

describe('a script that does not close its application', () => {
  const servers: RedisServer[] = [];
  const urls = new Map<string, string>();

  beforeAll(async () => {
    const primary = await RedisServer.start();
    const cluster = await RedisServer.startCluster();
    const sentinel = await RedisServer.start(sentinelOf(primary.port));
    servers.push(primary, cluster, sentinel);
    urls.set('sentinel', sentinel.url).set('cluster', cluster.url).set('plain', primary.url);
  });
  afterAll(async () => {
    for (const server of servers.toReversed()) await server.dispose();
  });

  it.each([
    'node-redis',
    'node-redis sentinel',
    'node-redis cluster',
    'node-redis-4',
    'node-redis-4 cluster',
    'ioredis',
    'ioredis sentinel',
    'ioredis cluster',
  ])(
    'ends, with its cache on %s, and two processes send one alert',
    async KIND => {
      const REDIS_URL = urls.get(KIND.split(' ')[1] ?? 'plain') ?? '';
      const NAME = randomUUID();
      const environment = { KIND, REDIS_URL, NAME, OUTPUT_DIR: directory };
      const jobs = [await runJob(environment), await runJob(environment)];
      expect(jobs.map(({ code }) => code)).toEqual([0, 0]);
      const lines = jobs.flatMap(job => job.lines);
      expect(lines.filter(line => line === `ALERT ${NAME}`)).toHaveLength(1);
      expect(lines.filter(isAboutClaims)).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe('a Redis user with few rights', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.dispose());

  async function alertsOf(KIND: string, user: string, rules: readonly string[]) {
    await command(server, 'ACL', 'SETUSER', user, 'reset', 'on', '>pw', '+@connection', '+info', ...rules);
    const REDIS_URL = server.url.replace('//', `//${user}:pw@`);
    const NAME = randomUUID();
    const environment = { KIND, REDIS_URL, NAME, OUTPUT_DIR: directory };
    const jobs = [await runJob(environment), await runJob(environment), await runJob(environment)];
    return {
      codes: new Set(jobs.map(({ code }) => code)),
      alerts: jobs.flatMap(({ lines }) => lines).filter(line => line === `ALERT ${NAME}`).length,
      warnings: jobs.map(({ lines }) => lines.filter(isAboutClaims)),
    };
  }

  it.each([
    ['node-redis', 'all commands', ['~*', '+@all']],
    ['node-redis', 'no scripts', ['~*', '+@all', '-@scripting']],
    ['node-redis-4', 'no scripts', ['~*', '+@all', '-@scripting']],
    ['ioredis', 'no scripts', ['~*', '+@all', '-@scripting']],
    ['node-redis', 'read and write commands', ['~*', '+@read', '+@write']],
    ['node-redis-4', 'the four commands, on the keys of claims', [KEYS, '+set', '+get', '+pttl', '+del']],
    ['ioredis', 'the four commands, on the keys of claims', [KEYS, '+set', '+get', '+pttl', '+del']],
  ])(
    'with %s and %s: three processes send one alert and log no line',
    async (KIND, _, rules) => {
      const { codes, alerts, warnings } = await alertsOf(KIND, 'sufficient', rules);
      expect(codes).toEqual(new Set([0]));
      expect(warnings).toEqual([[], [], []]);
      expect(alerts).toBe(1);
    },
    TIMEOUT_MS,
  );

  it.each([
    ['node-redis', 'no right to the keys', ['~app:*', '+@all'], 'refuses the keys performance-monitor:claim:*'],
    ['node-redis-4', 'no right to the keys', ['~app:*', '+@all'], 'refuses the keys performance-monitor:claim:*'],
    ['ioredis', 'no right to the keys', ['~app:*', '+@all'], 'refuses the keys performance-monitor:claim:*'],
    ['node-redis', 'no right to write', ['~*', '+@read'], 'refuses the command SET'],
    ['node-redis-4', 'no right to write', ['~*', '+@read'], 'refuses the command SET'],
  ])(
    'with %s and %s: each process logs one line with the missing rights',
    async (KIND, _, rules, refusal) => {
      const result = await alertsOf(KIND, 'insufficient', rules);
      expect(result.codes).toEqual(new Set([0]));
      expect(result.alerts).toBe(3);
      for (const lines of result.warnings) {
        expect(lines).toEqual([expect.stringContaining(refusal)]);
        expect(lines[0]).toContain(`allow the user of this connection +set +get +pttl +del on the keys ${KEYS}`);
        expect(lines[0]).not.toContain('does not answer');
      }
    },
    TIMEOUT_MS,
  );
});
