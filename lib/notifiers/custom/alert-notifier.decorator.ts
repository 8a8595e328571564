import { SetMetadata } from '@nestjs/common';

/** @internal */
export const ALERT_NOTIFIER = 'performance-monitor:alert-notifier';

/**
 * Makes a provider a notifier: every alert is given to it, too. It can stand in any module, needs no registration
 * beside being a provider, and may inject whatever its module can. The class implements `Notifier`, and is a singleton.
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
