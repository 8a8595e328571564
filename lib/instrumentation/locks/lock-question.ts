import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { LockPool } from '../../options/lock-pool.interface.js';
import { clock } from '../../platform/clock.js';
import { clearTimeout, setImmediate, setTimeout } from '../../platform/host-timers.js';
import { type LockAnswer, readAnswer } from './lock-answer.js';
import { LOCK_QUERY } from './lock-query.js';

const TIMEOUT_MS = 2_000;
/** After a failure the database is left alone for so long. */
const PAUSE_MS = 60_000;

const FAILURE = 'Locks cannot be confirmed';
const REFUSED = `${FAILURE}: the role of explainLocks needs the right to call pg_blocking_pids() and to read pg_stat_activity`;
const HIDDEN =
  'the role of explainLocks does not see the statements of the application: use the same role, or GRANT pg_read_all_stats to it';

/**
 * Requests the holders of locks from the database, over the application's pool. One question at a time, and only while no
 * request waits for a connection.
 *
 * @internal
 */
export class LockQuestion {
  private isAsking = false;
  private pausedUntil = 0;
  private hasFailed = false;

  constructor(
    private readonly pool: LockPool,
    private readonly logger: Pick<MonitorLogger, 'failure'>,
  ) {}

  /** False while a question goes on, after a failure, and where the application needs the connections. */
  canAsk(): boolean {
    return !this.isAsking && clock() >= this.pausedUntil && hasSpare(this.pool);
  }

  /** The sessions among these that wait for a lock. Never rejects. */
  async ask(sessions: readonly number[]): Promise<readonly LockAnswer[]> {
    this.isAsking = true;
    try {
      const { rows } = await this.send([...sessions]);
      const answers = rows.map(readAnswer);
      if (answers.some(({ isHidden }) => isHidden)) throw new Error(HIDDEN);
      this.hasFailed = false;
      return answers;
    } catch (error) {
      this.fail(isRefused(error) ? REFUSED : FAILURE, error);
      return [];
    }
  }

  /** The application closes its pool, too: a question that goes on then fails, and this is no fault. */
  end(): void {
    this.hasFailed = true;
  }

  /** A question without an answer still has its connection: the next one waits for its end. */
  private send(sessions: number[]): Promise<{ readonly rows: unknown[] }> {
    return new Promise((resolve, reject) => {
      const late = (): void =>
        reject(new Error(`no answer within ${TIMEOUT_MS} ms: give explainLocks a pool of its own`));
      // After a block of the event loop, the answer may be there, unread: the loop polls once more before this runs.
      const timer = setTimeout(() => setImmediate(late), TIMEOUT_MS).unref();
      const ended = (): void => {
        clearTimeout(timer);
        this.isAsking = false;
      };
      const answering = async (): Promise<{ readonly rows: unknown[] }> => this.pool.query(LOCK_QUERY, [sessions]);
      void answering().then(resolve, reject).finally(ended);
    });
  }

  private fail(failure: string, error: unknown): void {
    this.pausedUntil = clock() + PAUSE_MS;
    if (this.hasFailed) return;
    this.hasFailed = true;
    this.logger.failure(failure, error);
  }
}

/** A pool of one connection is made for the questions. Another one keeps a connection for the application. */
function hasSpare({ totalCount, idleCount, waitingCount, options, ending }: LockPool): boolean {
  const max = options?.max ?? totalCount;
  const free = idleCount + Math.max(0, max - totalCount);
  return ending !== true && waitingCount === 0 && free > (max > 1 ? 1 : 0);
}

/** The codes of PostgreSQL for missing rights and missing functions begin so. */
function isRefused(error: unknown): boolean {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('42');
}
