import { SetMetadata } from '@nestjs/common';

/** @internal */
export const ALERT_NOTIFIER = 'performance-monitor:alert-notifier';

/**
 * Makes a provider a notifier: it receives every alert. The class implements `Notifier` and is a singleton. It is a provider
 * of any module, needs no further registration, and can inject the providers of its module.
 *
 * @example
 * @AlertNotifier()
 * @Injectable()
 * export class PagerNotifier implements Notifier {
 *   readonly name = 'pager';
 *   constructor(private readonly pager: PagerService) {}
 *   async notify(alert: Alert, signal: AbortSignal): Promise<void> {
 *     if (alert.severity === 'critical') await this.pager.page(alert.report.verdict.headline, { signal });
 *   }
 * }
 *
 * @publicApi
 */
export function AlertNotifier(): ClassDecorator {
  return SetMetadata(ALERT_NOTIFIER, true);
}
