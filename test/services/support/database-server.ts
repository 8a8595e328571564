import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../../host/parts/free-port.js';
import { until } from '../../support/until.js';

/** Debian installs servers here, outside the path. */
const FOLDERS = ['/usr/sbin', '/usr/bin'];

/** A real database server on a free port, with its data in a temporary directory. */
export class DatabaseServer {
  private constructor(
    readonly port: number,
    /** Its Unix socket, by the usual name. */
    readonly socket: string,
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {}

  /** @throws when PostgreSQL is not installed: these tests are not skipped */
  static async postgres(): Promise<DatabaseServer> {
    const user = userOf('postgres');
    const directory = await directoryOf(user);
    const data = join(directory, 'data');
    execFileSync(find('initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], {
      stdio: 'ignore',
      ...user,
    });
    const port = await freePort();
    const sockets = `unix_socket_directories=${directory}`;
    const options = ['-D', data, '-p', String(port), '-c', 'fsync=off', '-c', sockets];
    const socket = join(directory, `.s.PGSQL.${port}`);
    return DatabaseServer.spawn(find('postgres'), options, { port, socket, directory, user });
  }

  /** @throws when MariaDB is not installed */
  static async mariadb(): Promise<DatabaseServer> {
    const user = userOf('mysql');
    const directory = await directoryOf(user);
    const data = `--datadir=${join(directory, 'data')}`;
    const setUp = ['--no-defaults', data, '--auth-root-authentication-method=normal', '--skip-test-db'];
    execFileSync(find('mariadb-install-db'), setUp, { stdio: 'ignore', cwd: directory, ...user });
    const port = await freePort();
    const socket = join(directory, 'mysqld.sock');
    const listen = [`--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1'];
    const options = ['--no-defaults', data, ...listen, '--skip-log-bin'];
    return DatabaseServer.spawn(find('mariadbd'), options, { port, socket, directory, user });
  }

  private static async spawn(
    binary: string,
    options: readonly string[],
    { port, socket, directory, user }: { port: number; socket: string; directory: string; user: User },
  ): Promise<DatabaseServer> {
    const child = spawn(binary, options, { stdio: 'ignore', cwd: directory, ...user });
    const server = new DatabaseServer(port, socket, child, directory);
    await until(() => answers(port), `${binary} on port ${port}`, 60_000);
    return server;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const exited = once(this.child, 'exit');
      // PostgreSQL waits for its clients: their pools end before their connections do, and would emit an error.
      this.child.kill('SIGTERM');
      const hurried = setTimeout(() => this.child.kill('SIGINT'), 2_000);
      const killed = setTimeout(() => this.child.kill('SIGKILL'), 7_000);
      await exited;
      clearTimeout(hurried);
      clearTimeout(killed);
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}

type User = { readonly uid?: number; readonly gid?: number };

/** Databases refuse to run as root. */
function userOf(name: string): User {
  if (userInfo().uid !== 0) return {};
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function directoryOf({ uid, gid }: User): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'monitor-db-'));
  if (uid !== undefined && gid !== undefined) await chown(directory, uid, gid);
  return directory;
}

function find(binary: string): string {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const folders = [
    ...versions.map(version => join('/usr/lib/postgresql', version, 'bin')),
    ...FOLDERS,
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const found = folders.map(folder => join(folder, binary)).find(path => existsSync(path));
  if (found === undefined) throw new Error(`${binary} is missing (apt-get install postgresql mariadb-server)`);
  return found;
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
