import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@keyv/redis';
import { RedisServer, sentinelOf } from './support/redis-server.js';
import { type JobResult, runJob } from './support/run-job.js';

/** Three processes run one after another, beside those of other rows. Each is killed after a minute. */
const TIMEOUT_MS = 400_000;
/** Rows whose processes run at the same time: they mostly wait. */
const AT_A_TIME = 4;

const KEYS = '~performance-monitor:claim:*';

let directory = '';
beforeAll(async () => void (directory = await mkdtemp(join(tmpdir(), 'monitor-script-'))));
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Starts the work of all rows, a few at a time. Each row waits for its own. */
function startAll<Key, Result>(rows: readonly Key[], work: (row: Key) => Promise<Result>): Map<Key, Promise<Result>> {
  const lanes = Array.from({ length: AT_A_TIME }, () => Promise.resolve());
  return new Map(
    rows.map((row, index) => {
      const lane = index % AT_A_TIME;
      const result = (lanes[lane] ?? Promise.resolve()).then(() => work(row));
      lanes[lane] = result.then(
        () => undefined,
        () => undefined,
      );
      return [row, result] as const;
    }),
  );
}

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

const KINDS = [
  'node-redis',
  'node-redis sentinel',
  'node-redis cluster',
  'node-redis-4',
  'node-redis-4 cluster',
  'ioredis',
  'ioredis sentinel',
  'ioredis cluster',
] as const;

describe('a script that does not close its application', () => {
  const servers: RedisServer[] = [];
  const urls = new Map<string, string>();
  let results = new Map<string, Promise<{ name: string; jobs: JobResult[] }>>();

  beforeAll(async () => {
    const primary = await RedisServer.start();
    const cluster = await RedisServer.startCluster();
    const sentinel = await RedisServer.start(sentinelOf(primary.port));
    servers.push(primary, cluster, sentinel);
    urls.set('sentinel', sentinel.url).set('cluster', cluster.url).set('plain', primary.url);
    results = startAll<string, { name: string; jobs: JobResult[] }>(KINDS, twoJobs);
  });
  afterAll(async () => {
    for (const server of servers.toReversed()) await server.dispose();
  });

  async function twoJobs(KIND: string): Promise<{ name: string; jobs: JobResult[] }> {
    const REDIS_URL = urls.get(KIND.split(' ')[1] ?? 'plain') ?? '';
    const NAME = randomUUID();
    const environment = { KIND, REDIS_URL, NAME, OUTPUT_DIR: directory };
    return { name: NAME, jobs: [await runJob(environment), await runJob(environment)] };
  }

  it.each(KINDS)(
    'ends, with its cache on %s, and two processes send one alert',
    async kind => {
      const { name = '', jobs = [] } = (await results.get(kind)) ?? {};
      expect(jobs.map(({ code }) => code)).toEqual([0, 0]);
      const lines = jobs.flatMap(job => job.lines);
      expect(lines.filter(line => line === `ALERT ${name}`)).toHaveLength(1);
      expect(lines.filter(isAboutClaims)).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

type Row = readonly [kind: string, what: string, rules: readonly string[], refusal?: string];

const SUFFICIENT: readonly Row[] = [
  ['node-redis', 'all commands', ['~*', '+@all']],
  ['node-redis', 'no scripts', ['~*', '+@all', '-@scripting']],
  ['node-redis-4', 'no scripts', ['~*', '+@all', '-@scripting']],
  ['ioredis', 'no scripts', ['~*', '+@all', '-@scripting']],
  ['node-redis', 'read and write commands', ['~*', '+@read', '+@write']],
  ['node-redis-4', 'the four commands, on the keys of claims', [KEYS, '+set', '+get', '+pttl', '+del']],
  ['ioredis', 'the four commands, on the keys of claims', [KEYS, '+set', '+get', '+pttl', '+del']],
];

const INSUFFICIENT: readonly Row[] = [
  ['node-redis', 'no right to the keys', ['~app:*', '+@all'], 'refuses the keys performance-monitor:claim:*'],
  ['node-redis-4', 'no right to the keys', ['~app:*', '+@all'], 'refuses the keys performance-monitor:claim:*'],
  ['ioredis', 'no right to the keys', ['~app:*', '+@all'], 'refuses the keys performance-monitor:claim:*'],
  ['node-redis', 'no right to write', ['~*', '+@read'], 'refuses the command SET'],
  ['node-redis-4', 'no right to write', ['~*', '+@read'], 'refuses the command SET'],
];

interface AlertsOfUser {
  readonly codes: Set<number | null>;
  readonly alerts: number;
  readonly warnings: string[][];
}

describe('a Redis user with few rights', () => {
  let server: RedisServer;
  let results = new Map<Row, Promise<AlertsOfUser>>();
  beforeAll(async () => {
    server = await RedisServer.start();
    results = startAll([...SUFFICIENT, ...INSUFFICIENT], alertsOf);
  });
  afterAll(() => server.dispose());

  async function alertsOf([KIND, , rules]: Row): Promise<AlertsOfUser> {
    const NAME = randomUUID();
    const user = `user-${NAME}`;
    await command(server, 'ACL', 'SETUSER', user, 'reset', 'on', '>pw', '+@connection', '+info', ...rules);
    const REDIS_URL = server.url.replace('//', `//${user}:pw@`);
    const environment = { KIND, REDIS_URL, NAME, OUTPUT_DIR: directory };
    const jobs = [await runJob(environment), await runJob(environment), await runJob(environment)];
    return {
      codes: new Set(jobs.map(({ code }) => code)),
      alerts: jobs.flatMap(({ lines }) => lines).filter(line => line === `ALERT ${NAME}`).length,
      warnings: jobs.map(({ lines }) => lines.filter(isAboutClaims)),
    };
  }

  it.each(SUFFICIENT.map(row => [row[0], row[1], row] as const))(
    'with %s and %s: three processes send one alert and log no line',
    async (_kind, _what, row) => {
      const result = await results.get(row);
      expect(result?.codes).toEqual(new Set([0]));
      expect(result?.warnings).toEqual([[], [], []]);
      expect(result?.alerts).toBe(1);
    },
    TIMEOUT_MS,
  );

  it.each(INSUFFICIENT.map(row => [row[0], row[1], row] as const))(
    'with %s and %s: each process logs one line with the missing rights',
    async (_kind, _what, row) => {
      const { codes, alerts = 0, warnings = [] } = (await results.get(row)) ?? {};
      expect(codes).toEqual(new Set([0]));
      expect([alerts, warnings.length]).toEqual([3, 3]);
      for (const lines of warnings) {
        expect(lines).toEqual([expect.stringContaining(row[3] ?? '')]);
        expect(lines[0]).toContain(`allow the user of this connection +set +get +pttl +del on the keys ${KEYS}`);
        expect(lines[0]).not.toContain('does not answer');
      }
    },
    TIMEOUT_MS,
  );
});
