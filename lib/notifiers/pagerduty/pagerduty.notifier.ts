import { Injectable } from '@nestjs/common';
import { AlertFiles, hasFiles } from '../../delivery/alert-files.js';
import type { Alert } from '../../model/alert.interface.js';
import { LiveOptions } from '../../options/live-options.js';
import { HttpClient } from '../http-client/http-client.js';
import { withRetries } from '../http-client/retries.js';
import type { BuiltInNotifier } from '../notifier-definition.js';
import { pagerDutyAnswer } from './pagerduty-answer.js';
import { resolveEvent, triggerEvent, type PagerDutyEvent } from './pagerduty-event.js';
import { pagerDutyOptions, type ResolvedPagerDuty } from './pagerduty.options.js';

const FILES_WITHIN_MS = 2_000;

/**
 * Sends alerts to PagerDuty. A test alert has the severity `info`, and is resolved at once. PagerDuty receives no digests:
 * each would call a person.
 *
 * @internal
 */
@Injectable()
export class PagerDutyNotifier implements BuiltInNotifier {
  readonly name = 'pagerduty';

  constructor(
    private readonly live: LiveOptions,
    private readonly http: HttpClient,
    private readonly files: AlertFiles,
  ) {}

  prepare(): Promise<void> {
    return this.http.prepare();
  }

  async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    const { current } = this.live;
    const options = pagerDutyOptions.of(current);
    if (options === false) return;
    const files = hasFiles(current) ? await this.files.within(alert, FILES_WITHIN_MS) : [];
    await this.send(triggerEvent(alert, { files }), options, signal);
    if (alert.test) await this.send(resolveEvent(alert), options, signal);
  }

  private async send(event: PagerDutyEvent, options: ResolvedPagerDuty, signal: AbortSignal): Promise<void> {
    const { routingKey, serverUrl, maxRetries } = options;
    const url = new URL(`${serverUrl}/v2/enqueue`);
    const headers = { 'content-type': 'application/json' };
    const body = Buffer.from(JSON.stringify({ routing_key: routingKey, ...event }));
    await withRetries(
      async () =>
        pagerDutyAnswer(await this.http.send({ method: 'POST', url, headers, body }, signal), url, routingKey),
      {
        maxRetries,
        // A repeated event joins the open alert with its key.
        repeatableMs: Number.POSITIVE_INFINITY,
        budgetMs: this.live.current.delivery.timeoutMs,
        timing: this.http.timing,
      },
      signal,
    );
  }
}
