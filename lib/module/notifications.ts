import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable } from '@nestjs/common';
import { DigestJob } from '../jobs/digest.job.js';
import { JobScheduler } from '../jobs/job-scheduler.js';
import { RetentionJob } from '../jobs/retention.job.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { CustomNotifiers } from '../notifiers/custom/custom-notifiers.js';
import { HttpClient } from '../notifiers/http-client/http-client.js';
import { BUILT_IN_NOTIFIERS, type BuiltInNotifier } from '../notifiers/notifier-definition.js';

const HOURLY = { cron: '0 7 * * * *', everyMs: 3_600_000 };

/**
 * Starts and stops the notifiers and the regular jobs.
 *
 * @internal
 */
@Injectable()
export class Notifications {
  private readonly stopping = new AbortController();
  /** The checks at the start and the regular jobs belong to no request. */
  private readonly ownContext = new AsyncResource('PerformanceMonitor');

  constructor(
    @Inject(BUILT_IN_NOTIFIERS) private readonly notifiers: readonly BuiltInNotifier[],
    private readonly custom: CustomNotifiers,
    private readonly http: HttpClient,
    private readonly scheduler: JobScheduler,
    private readonly retention: RetentionJob,
    private readonly digest: DigestJob,
    private readonly logger: MonitorLogger,
  ) {}

  /** Waits until code is loaded, not for any server: a slow chat must not delay the start of the application. */
  async start(): Promise<void> {
    const { signal } = this.stopping;
    await Promise.all(this.notifiers.map(notifier => notifier.prepare?.()));
    // The application may have been closed meanwhile. Nothing would close connections that open now.
    if (signal.aborted) return;
    this.custom.add();
    await this.ownContext.runInAsyncScope(async () => {
      for (const notifier of this.notifiers) void notifier.check?.(signal);
      await this.schedule(signal).catch((error: unknown) =>
        this.logger.failure('No digest is sent, and old reports are not deleted', error),
      );
    });
  }

  private async schedule(signal: AbortSignal): Promise<void> {
    await this.retention.schedule(this.scheduler);
    for (const notifier of this.notifiers)
      if (notifier.removeOld !== undefined)
        await this.scheduler.add(`retention-${notifier.name}`, HOURLY, async () => notifier.removeOld?.(signal));
    await this.digest.schedule(this.scheduler, signal);
    // Another provider may have failed meanwhile, and the application may have given up.
    if (signal.aborted) this.scheduler.stop();
  }

  /** Closes all connections and timers. Never rejects. */
  async close(): Promise<void> {
    this.stopping.abort(new Error('the application is shutting down'));
    this.scheduler.stop();
    await Promise.all([this.http.close(), ...this.notifiers.map(notifier => notifier.close?.())]);
  }
}
