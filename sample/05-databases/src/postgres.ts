import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from './free-port.js';

const MAX_START_MS = 30_000;
/** Debian installs the server's programs outside the path. */
const DEBIAN = '/usr/lib/postgresql';

export interface Postgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** The server of `DATABASE_URL`, the one at the usual port, or else one that is started for the sample. */
export async function findPostgres(): Promise<Postgres> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  const usual = 'postgres://postgres@127.0.0.1:5432/postgres';
  if (await answers(usual)) return { url: usual, stop: async () => undefined };
  return startPostgres();
}

async function startPostgres(): Promise<Postgres> {
  const user = serverUser();
  const directory = await mkdtemp(join(tmpdir(), 'sample-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) await chown(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  execFileSync(program('initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], {
    stdio: 'ignore',
    ...user,
  });
  const port = await freePort();
  const options = ['-D', data, '-p', String(port), '-c', 'fsync=off', '-c', `unix_socket_directories=${directory}`];
  const server = spawn(program('postgres'), options, { stdio: 'ignore', cwd: directory, ...user });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const stop = async (): Promise<void> => {
    const exited = once(server, 'exit');
    server.kill('SIGINT');
    await exited;
    await rm(directory, { recursive: true, force: true });
  };
  const deadline = performance.now() + MAX_START_MS;
  while (!(await answers(url))) {
    if (performance.now() > deadline) {
      await stop();
      throw new Error(`PostgreSQL did not start within ${MAX_START_MS} ms`);
    }
    await delay(100);
  }
  return { url, stop };
}

/** It refuses to run as root. */
function serverUser(): { uid?: number; gid?: number } {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function program(name: string): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  return versions.map(version => join(DEBIAN, version, 'bin', name)).find(path => existsSync(path)) ?? name;
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
