import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { delay, until } from '../../integration/support/test-app.js';

/** Longer than a lease: an alert that a living process did not confirm by then is a fault. */
const SETTLED_MS = 10_000;

const WORKER = fileURLToPath(new URL('./worker.mjs', import.meta.url));

/** The alerts about one endpoint: the ids of the processes that sent one, and of those that confirmed one. */
export interface EndpointHistory {
  readonly sent: number[];
  readonly confirmed: number[];
}

export interface FleetResult {
  readonly histories: ReadonlyMap<string, EndpointHistory>;
  /** The ids of the processes that were killed before the end. */
  readonly killed: ReadonlySet<number>;
}

interface FleetOptions {
  readonly processes: number;
  readonly endpoints: number;
  /** Without a URL, claims are kept in files that the processes share. */
  readonly redisUrl?: string;
  /** The time to wait for second alerts after each endpoint had one. Longer than a lease. */
  readonly lingerMs: number;
}

/** Runs processes that are slow at the same endpoints, replaces those that end, and reads their ledger. */
export async function runFleet({ processes, endpoints, redisUrl, lingerMs }: FleetOptions): Promise<FleetResult> {
  const ledger = await mkdtemp(join(tmpdir(), 'monitor-fleet-'));
  const env = { ...process.env, LEDGER: ledger, ENDPOINTS: String(endpoints), REDIS_URL: redisUrl ?? '' };
  const workers = new Set<ChildProcess>();
  const killed = new Set<number>();
  let isOver = false;

  const spawn = async (start?: Promise<unknown>): Promise<void> => {
    const worker = fork(WORKER, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    workers.add(worker);
    worker.once('exit', (_, signal) => {
      workers.delete(worker);
      if (isOver) return;
      if (signal === 'SIGKILL' && worker.pid !== undefined) killed.add(worker.pid);
      void spawn();
    });
    await Promise.race([once(worker, 'message'), once(worker, 'exit')]);
    await start;
    if (worker.connected) worker.send('go', () => undefined);
  };

  try {
    let go: () => void = () => undefined;
    const start = new Promise<void>(resolve => (go = resolve));
    const starting = Array.from({ length: processes }, () => spawn(start));
    await until(() => workers.size === processes, 'the processes');
    go();
    await Promise.all(starting);
    await until(
      async () => {
        const histories = await historiesOf(ledger);
        return [...histories.values()].filter(({ sent }) => sent.length > 0).length === endpoints;
      },
      `an alert about each of ${endpoints} endpoints`,
      120_000,
    );
    await delay(lingerMs);
    // The ledger that is read last is the result: an alert may be sent between two readings.
    let histories = new Map<string, EndpointHistory>();
    await until(
      async () => {
        histories = await historiesOf(ledger);
        return [...histories.values()].every(history => isSettled(history, killed));
      },
      'the confirmations of the last alerts',
      SETTLED_MS,
    ).catch(() => undefined);
    return { histories, killed };
  } finally {
    isOver = true;
    await Promise.all(
      [...workers].map(async worker => {
        const exited = once(worker, 'exit');
        worker.kill('SIGKILL');
        await exited;
      }),
    );
    await rm(ledger, { recursive: true, force: true });
  }
}

/** False while a living process may still confirm an alert that it sent. */
export function isSettled({ sent, confirmed }: EndpointHistory, killed: ReadonlySet<number>): boolean {
  return sent.every(pid => confirmed.includes(pid) || killed.has(pid));
}

async function historiesOf(ledger: string): Promise<Map<string, EndpointHistory>> {
  const text = await readFile(join(ledger, 'ledger'), 'utf8').catch(() => '');
  const histories = new Map<string, EndpointHistory>();
  for (const line of text.split('\n').filter(Boolean)) {
    const [step, name = '', pid] = line.split(' ');
    const history = histories.get(name) ?? { sent: [], confirmed: [] };
    history[step === 'sent' ? 'sent' : 'confirmed'].push(Number(pid));
    histories.set(name, history);
  }
  return histories;
}
