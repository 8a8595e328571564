import { Injectable, Logger } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import { LiveOptions } from '../options/live-options.js';
import { Redactor } from '../privacy/redactor.js';
import type { LogLevel } from '../options/performance-monitor-options.interface.js';

const RANK: Record<LogLevel, number> = { silent: 0, error: 1, warn: 2, info: 3, debug: 4 };

/** How often the same failure is said again: a fault that lasts must not fill the application's log. */
const REPEAT_AFTER_MS = 60_000;
const MAX_REMEMBERED_FAILURES = 100;

/**
 * Our log lines, through the application's own logger, secrets masked. No method here throws: a logger that does must
 * not fail a request.
 *
 * @internal
 */
@Injectable()
export class MonitorLogger {
  private readonly logger = new Logger('PerformanceMonitor');
  private readonly lastSaid = new Map<string, number>();

  constructor(
    private readonly live: LiveOptions,
    private readonly redactor: Redactor,
  ) {}

  private get rank(): number {
    return RANK[this.live.current.logLevel];
  }

  info(message: string): void {
    if (this.rank >= RANK.info) this.write(() => this.logger.log(this.redactor.text(message)));
  }

  warn(message: string): void {
    if (this.rank >= RANK.warn) this.write(() => this.logger.warn(this.redactor.text(message)));
  }

  debug(message: string): void {
    if (this.rank >= RANK.debug) this.write(() => this.logger.debug(this.redactor.text(message)));
  }

  /**
   * One line that says what of ours failed; the same `what` is said at most once a minute.
   *
   * @param what a constant sentence, never with user data in it: it is the key by which repeats are recognised
   */
  failure(what: string, error: unknown): void {
    if (this.rank < RANK.error) return;
    const now = clock();
    const last = this.lastSaid.get(what);
    if (last !== undefined && now - last < REPEAT_AFTER_MS) return;
    if (this.lastSaid.size >= MAX_REMEMBERED_FAILURES) this.lastSaid.clear();
    this.lastSaid.set(what, now);
    this.write(() => this.logger.error(`${what}: ${this.redactor.error(error)}`));
  }

  private write(line: () => void): void {
    try {
      line();
    } catch {
      // The application's logger failed; there is nowhere left to say so.
    }
  }
}
