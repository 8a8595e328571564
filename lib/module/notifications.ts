import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable } from '@nestjs/common';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { StatsService } from '../stats/stats.service.js';
import { CronJobs } from '../jobs/cron-jobs.js';
import { CustomNotifiers } from '../notifiers/custom/custom-notifiers.js';
import { EmailNotifier } from '../notifiers/email/email.notifier.js';
import { HttpClient } from '../notifiers/http/http-client.js';
import { DigestJob } from '../jobs/digest.job.js';
import { MattermostNotifier } from '../notifiers/mattermost/mattermost.notifier.js';
import { ReportRetention } from '../jobs/report-retention.js';

/** A burst of alerts is over its limits for ten minutes at the most. */
const RETENTION = { cron: '0 */10 * * * *', everyMs: 600_000 };

/**
 * Starts and stops what the notifiers need beside their deliveries.
 *
 * @internal
 */
@Injectable()
export class Notifications {
  private readonly stopping = new AbortController();
  /** What is done at the start and by the clock belongs to no request. */
  private readonly ownContext = new AsyncResource('PerformanceMonitor');

  constructor(
    private readonly custom: CustomNotifiers,
    private readonly http: HttpClient,
    private readonly jobs: CronJobs,
    private readonly retention: ReportRetention,
    private readonly digests: DigestJob,
    private readonly stats: StatsService,
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    private readonly logger: MonitorLogger,
    private readonly mattermost: MattermostNotifier,
    private readonly email: EmailNotifier,
  ) {}

  /** Waits for code to be loaded, and for nobody: an application must not start later because a chat is slow. */
  async start(): Promise<void> {
    const { mattermost, webhook } = this.options;
    if (mattermost !== false || webhook !== false) await this.http.prepare();
    // The application may have been closed meanwhile: what is opened now, nothing would close.
    if (this.stopping.signal.aborted) return;
    this.custom.add();
    await this.ownContext.runInAsyncScope(() => {
      void this.mattermost.check(this.stopping.signal);
      void this.email.check();
      return this.schedule().catch((error: unknown) =>
        this.logger.failure('No digest is sent, and old reports are not deleted', error),
      );
    });
  }

  private async schedule(): Promise<void> {
    const { localFile, digest } = this.options;
    const { signal } = this.stopping;
    if (localFile !== false) {
      await this.jobs.add('retention', RETENTION, () => this.retention.run());
      this.retention.run().catch((error: unknown) => this.logger.failure('Old reports could not be deleted', error));
    }
    if (digest !== false) {
      this.stats.slowTally.switchOn();
      await this.jobs.add('digest', digest, () => this.digests.run(signal));
    }
    // Another provider may have failed meanwhile, and the application have given up.
    if (signal.aborted) this.jobs.stop();
  }

  /** Never rejects. When it resolves, no connection and no timer is left. */
  async close(): Promise<void> {
    this.stopping.abort(new Error('the application is shutting down'));
    this.jobs.stop();
    await Promise.all([this.http.close(), this.email.close()]);
  }
}
