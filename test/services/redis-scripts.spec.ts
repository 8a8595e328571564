import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from '@keyv/redis';
import { until } from '../integration/support/test-app.js';
import { CLUSTER, RedisServer, sentinelOf } from './support/redis-server.js';
import { runJob } from './support/run-job.js';

/** Three processes, with a minute each. */
const TIMEOUT_MS = 200_000;

const KEYS = '~performance-monitor:claim:*';

let directory = '';
beforeEach(async () => void (directory = await mkdtemp(join(tmpdir(), 'monitor-script-'))));
afterEach(() => rm(directory, { recursive: true, force: true }));

/** @returns the answer of the server */
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
    const cluster = await RedisServer.start(CLUSTER);
    const sentinel = await RedisServer.start(sentinelOf(primary.port));
    servers.push(primary, cluster, sentinel);
    await command(cluster, 'CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    await until(
      async () => String(await command(cluster, 'CLUSTER', 'INFO')).includes('cluster_state:ok'),
      'a cluster that has all its slots',
    );
    urls.set('sentinel', sentinel.url).set('cluster', cluster.url).set('plain', primary.url);
  });
  afterAll(async () => {
    for (const server of servers.toReversed()) await server.dispose();
  });

  it.each([
    'node-redis',
    'node-redis sentinel',
    'node-redis cluster',
    'ioredis',
    'ioredis sentinel',
    'ioredis cluster',
  ])(
    'ends, with its cache on %s, and of two one alerts',
    async KIND => {
      const REDIS_URL = urls.get(KIND.split(' ')[1] ?? 'plain') ?? '';
      const NAME = randomUUID();
      const environment = { KIND, REDIS_URL, NAME, OUTPUT_DIR: directory };
      const jobs = [await runJob(environment), await runJob(environment)];
      expect(jobs.map(({ code }) => code)).toEqual([0, 0]);
      const lines = jobs.flatMap(job => job.lines);
      expect(lines.filter(line => line === `ALERT ${NAME}`)).toHaveLength(1);
      expect(lines.filter(line => /store of claims|no atomic/.test(line))).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe('a Redis with few rights for its user', () => {
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
      logged: jobs.map(({ lines }) => lines.filter(line => /store of claims|no atomic/.test(line))),
    };
  }

  it.each([
    ['node-redis', 'everything', ['~*', '+@all']],
    ['node-redis', 'no scripts', ['~*', '+@all', '-@scripting']],
    ['ioredis', 'no scripts', ['~*', '+@all', '-@scripting']],
    ['node-redis', 'reading and writing', ['~*', '+@read', '+@write']],
    ['ioredis', 'the four commands, on the keys of claims', [KEYS, '+set', '+get', '+pttl', '+del']],
  ])(
    'by %s, with %s: one alert of three processes, and no line',
    async (KIND, _, rules) => {
      const { codes, alerts, logged } = await alertsOf(KIND, 'may', rules);
      expect(codes).toEqual(new Set([0]));
      expect(logged).toEqual([[], [], []]);
      expect(alerts).toBe(1);
    },
    TIMEOUT_MS,
  );

  it.each([
    ['node-redis', 'no right to its keys', ['~app:*', '+@all'], 'refuses the keys performance-monitor:claim:*'],
    ['ioredis', 'no right to its keys', ['~app:*', '+@all'], 'refuses the keys performance-monitor:claim:*'],
    ['node-redis', 'no right to write', ['~*', '+@read'], 'refuses the command SET'],
  ])(
    'by %s, with %s: one line in each process names the missing right',
    async (KIND, _, rules, logged) => {
      const result = await alertsOf(KIND, 'maynot', rules);
      expect(result.codes).toEqual(new Set([0]));
      expect(result.alerts).toBe(3);
      for (const lines of result.logged) {
        expect(lines).toEqual([expect.stringContaining(logged)]);
        expect(lines[0]).toContain(`allow the user of this connection +set +get +pttl +del on the keys ${KEYS}`);
        expect(lines[0]).not.toContain('does not answer');
      }
    },
    TIMEOUT_MS,
  );
});
