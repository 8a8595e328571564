import { Injectable, Logger } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import { LiveOptions } from '../options/live-options.js';
import { Redactor } from '../privacy/redactor.js';
import type { LogLevel } from '../options/option-values.interface.js';

const RANK: Record<LogLevel, number> = { silent: 0, error: 1, warn: 2, info: 3, debug: 4 };

/** Least time between two lines about the same failure: a lasting fault must not fill the application's log. */
const REPEAT_AFTER_MS = 60_000;
const MAX_REMEMBERED_FAILURES = 100;

/**
 * Writes the monitor's log lines to the application's logger, with secrets masked. No method throws: a broken logger
 * must not fail a request.
 *
 * @internal
 */
@Injectable()
export class MonitorLogger {
  private readonly logger = new Logger('PerformanceMonitor');
  private readonly lastLogged = new Map<string, number>();

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
   * Logs a failure of the monitor itself, the same one at most once a minute.
   *
   * @param failure a constant sentence without user data: it is the key of repeated failures
   */
  failure(failure: string, error: unknown): void {
    if (this.rank < RANK.error) return;
    const now = clock();
    const last = this.lastLogged.get(failure);
    if (last !== undefined && now - last < REPEAT_AFTER_MS) return;
    if (this.lastLogged.size >= MAX_REMEMBERED_FAILURES) this.lastLogged.clear();
    this.lastLogged.set(failure, now);
    this.write(() => this.logger.error(`${failure}: ${this.redactor.error(error)}`));
  }

  private write(line: () => void): void {
    try {
      line();
    } catch {
      // The application's logger failed, so this failure can not be logged.
    }
  }
}
