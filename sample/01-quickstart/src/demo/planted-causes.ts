import type { Report, VerdictKind } from 'nestjs-performance-monitor';
import { get, post, sendOrdersSlowly } from './requests.js';

/** A route that is slow on purpose, and what the monitor must find out about it. */
export interface PlantedCause {
  /** The name of the execution: method and route. */
  readonly route: string;
  /** The cause, in words for people. */
  readonly cause: string;
  readonly kind: VerdictKind;
  send(app: string): Promise<void>;
  /** What is wrong about the report, besides the kind of its verdict. */
  fault?(report: Report): string | undefined;
}

/** Slow because they wait: they run all at the same time. */
export const WAITING: readonly PlantedCause[] = [
  {
    route: 'GET /orders/:id/prices',
    cause: '48 prices fetched one after another',
    kind: 'repeated-io',
    send: app => get(app, '/orders/7/prices'),
    fault: ({ verdict }) =>
      verdict.count === 48
        ? mentions(verdict.headline, /48 × GET 127\.0\.0\.1:\d+\/prices\/:id,/)
        : `counted ${verdict.count ?? 0} calls, not 48`,
  },
  {
    route: 'GET /orders/:id/shipping',
    cause: 'one slow call to the carrier',
    kind: 'io',
    send: app => get(app, '/orders/7/shipping'),
    fault: ({ verdict }) => mentions(verdict.headline, /^One GET 127\.0\.0\.1:\d+\/quotes\/.* CarrierClient\.quote/),
  },
  {
    route: 'POST /orders/:id/confirm',
    cause: 'pauses between attempts',
    kind: 'timer',
    send: app => post(app, '/orders/7/confirm'),
    fault: ({ verdict }) =>
      mentions(verdict.headline, /^2 pauses of .*, between 3 calls of ConfirmationService\.capture/),
  },
  {
    route: 'POST /orders/:id/sign',
    cause: 'pbkdf2 on the thread pool',
    kind: 'io',
    send: app => post(app, '/orders/7/sign'),
    fault: ({ verdict }) => mentions(verdict.headline, /^One pbkdf2 took .* on the thread pool/),
  },
  {
    route: 'POST /orders/import',
    cause: 'the client sends its body slowly',
    kind: 'slow-client',
    send: app => sendOrdersSlowly(app, '/orders/import'),
  },
];

/** Holds the event loop; those who came in meanwhile are its victims. */
export const CULPRIT: PlantedCause = {
  route: 'POST /orders/export',
  cause: 'renderCsv holds the event loop',
  kind: 'cpu',
  send: app => post(app, '/orders/export'),
  fault: ({ verdict }) => mentions(verdict.subject, /renderCsv/),
};

/** Not alerted itself: the alert about its culprit lists it. */
export const VICTIM: PlantedCause = {
  route: 'GET /orders/:id',
  cause: 'held up by POST /orders/export',
  kind: 'event-loop-blocked',
  send: app => get(app, '/orders/7'),
};

/** Slow because they compute: they run one after the other. */
export const COMPUTING: readonly PlantedCause[] = [
  {
    route: 'GET /reports/revenue',
    cause: 'aggregateRevenue adds up in JavaScript',
    kind: 'cpu',
    send: app => get(app, '/reports/revenue'),
    fault: ({ verdict }) => mentions(verdict.subject, /aggregateRevenue/),
  },
  {
    route: 'GET /reports/top-customers',
    cause: 'SQLite in this process scans without an index',
    kind: 'cpu',
    send: app => get(app, '/reports/top-customers'),
    fault: ({ verdict }) =>
      mentions(verdict.headline, /top \(customers\.service\.ts:\d+\) ran for .*, mostly in sql\.js/),
  },
];

/** Fast routes, asked for all the time: nothing must be reported about them. */
export const SILENT: ReadonlyMap<string, string> = new Map([
  ['GET /health', '/health'],
  ['GET /orders', '/orders?customer=customer-7'],
  ['GET /orders/:id/invoice', '/orders/9/invoice'],
]);

function mentions(text: string, expected: RegExp): string | undefined {
  return expected.test(text) ? undefined : `named ${text}, not ${expected.source}`;
}
