import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { wallClock } from '../platform/clock.js';
import { setTimeout, clearTimeout } from '../platform/host-timers.js';
import { LiveOptions } from '../options/live-options.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { oneLine } from '../model/format/one-line.js';
import { Redactor } from '../privacy/redactor.js';
import { StatsService } from '../stats/stats.service.js';
import { NOTIFIERS, type Notifier } from '../model/notifier.interface.js';
import type { Digest } from '../model/digest.interface.js';
import { digestOptions } from './digest.options.js';
import type { JobScheduler } from './job-scheduler.js';

const MAX_ENDPOINTS = 20;

/**
 * Sends a regular summary of slow executions. Without slow executions, no digest is sent.
 *
 * @internal
 */
@Injectable()
export class DigestJob {
  constructor(
    @Inject(NOTIFIERS) private readonly notifiers: readonly Notifier[],
    private readonly stats: StatsService,
    private readonly live: LiveOptions,
    private readonly logger: MonitorLogger,
    private readonly redactor: Redactor,
  ) {}

  /** Does nothing when the digest is switched off. */
  async schedule(scheduler: JobScheduler, stopping: AbortSignal): Promise<void> {
    const options = digestOptions.of(this.live.current);
    if (options === false) return;
    this.stats.slowTally.switchOn();
    await scheduler.add('digest', options, () => this.run(stopping));
  }

  /** Waits for all notifiers. Never rejects. */
  async run(stopping: AbortSignal): Promise<void> {
    const digest = this.take();
    if (digest === undefined) return;
    await Promise.all(this.notifiers.map(notifier => this.deliver(notifier, digest, stopping)));
  }

  private take(): Digest | undefined {
    const { since, endpoints } = this.stats.slowTally.take();
    if (endpoints.length === 0) return undefined;
    const until = new Date(wallClock());
    return {
      id: `${until.getTime().toString(36)}-${randomBytes(6).toString('hex')}`,
      since: since.toISOString(),
      until: until.toISOString(),
      host: hostname(),
      pid: process.pid,
      slow: sum(endpoints.map(({ slow }) => slow)),
      suppressed: sum(endpoints.map(({ suppressed }) => suppressed)),
      endpoints: endpoints.slice(0, MAX_ENDPOINTS).map(each => ({ ...each, name: this.redactor.text(each.name) })),
      more: Math.max(0, endpoints.length - MAX_ENDPOINTS),
    };
  }

  private async deliver(notifier: Notifier, digest: Digest, stopping: AbortSignal): Promise<void> {
    const { timeoutMs } = this.live.current.delivery;
    const controller = new AbortController();
    const stop = (): void => controller.abort(stopping.reason);
    const timer = setTimeout(() => controller.abort(new Error(`gave up after ${timeoutMs} ms`)), timeoutMs).unref();
    stopping.addEventListener('abort', stop, { once: true });
    const over = new Promise<never>((_, reject) => {
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
    });
    try {
      await Promise.race([over, callDigest(notifier, digest, controller.signal)]);
    } catch (error) {
      if (!stopping.aborted)
        this.logger.failure(`Notifier ${oneLine(notifier.name, 60)} could not deliver a digest`, error);
    } finally {
      clearTimeout(timer);
      stopping.removeEventListener('abort', stop);
    }
  }
}

/** Async, so every error and every result becomes a promise. */
async function callDigest(notifier: Notifier, digest: Digest, signal: AbortSignal): Promise<void> {
  await notifier.digest?.(digest, signal);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
