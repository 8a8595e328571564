import type { Delivery } from '../model/delivery.interface.js';
import type { Report } from '../model/report.interface.js';

/** An alert of the watch thread that has receivers left. A file holds it until they have it. @internal */
export interface UnsentAlert {
  readonly fingerprint: string;
  readonly report: Report;
  /** The process that made it: another one sends it only when this one has ended. */
  readonly process: { readonly id: string; readonly pid: number; readonly host: string };
  /** The results at the receivers that the thread could reach. */
  readonly deliveries: readonly Pick<Delivery, 'notifier' | 'outcome' | 'reason'>[];
}

/** The messages of the watch thread. The application's thread reads them when its loop comes back. @internal */
export type ThreadMessage =
  | { readonly type: 'alert'; readonly alert: UnsentAlert }
  | { readonly type: 'repeat'; readonly fingerprint: string; readonly durationMs: number }
  | { readonly type: 'refused'; readonly reason: string };

/** True when another attempt would be a second alert, or would fail again. @internal */
export function isSettled({ outcome, reason }: UnsentAlert['deliveries'][number]): boolean {
  return outcome === 'delivered' || outcome === 'ambiguous' || reason === 'permanent-error' || reason === 'claim-lost';
}
