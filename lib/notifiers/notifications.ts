import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { CustomNotifiers } from './custom-notifiers.js';
import { HttpClient } from './http/http-client.js';
import { MattermostNotifier } from './mattermost/mattermost.notifier.js';

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
    private readonly mattermost: MattermostNotifier,
  ) {}

  /** Waits for nothing: an application must not start later because a chat is slow. */
  start(): void {
    this.custom.add();
    this.ownContext.runInAsyncScope(() => void this.mattermost.check(this.stopping.signal));
  }

  /** Never rejects. When it resolves, no connection and no timer is left. */
  async close(): Promise<void> {
    this.stopping.abort(new Error('the application is shutting down'));
    await this.http.close();
  }
}
