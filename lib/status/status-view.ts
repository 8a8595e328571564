import { durationText } from '../model/format/duration.js';
import type { ActiveExecution } from '../model/active-execution.interface.js';
import type { NotifierTestResult } from '../model/notifier-test.interface.js';
import type { EndpointStats } from '../model/performance-stats.interface.js';
import type { RecentAlert } from '../model/recent-alert.interface.js';
import { Html, markup } from './html/html.js';
import { sparkline } from './html/sparkline.js';
import { STYLE } from './html/style.js';
import { numberCell, section } from './html/table.js';
import type { NotifierState, StatusSource } from './status-source.interface.js';
import { alertsByMinute, MINUTES } from './status-history.js';

const MAX_ENDPOINTS = 25;

/** The facts of one load of the page, beside the figures of the source. @internal */
export interface StatusRequest {
  /** Relative addresses begin with it: the last part of the page's own path. */
  readonly base: string;
  /** The token of the form. */
  readonly token: string;
  readonly now: number;
  /** The oldest first. */
  readonly active: readonly ActiveExecution[];
  /** The largest by total time first. */
  readonly endpoints: readonly EndpointStats[];
  /** The last test of the notifiers. */
  readonly tested: { readonly at: number; readonly result: NotifierTestResult | undefined } | undefined;
  historyOf(endpoint: EndpointStats): readonly number[];
}

/** The page. Its links are relative, so that a proxy may serve it below another path. @internal */
export function statusPage(source: StatusSource, request: StatusRequest): string {
  const { host, pid, node, nest } = source.runtime();
  const parts = [
    facts(source, `${host}, process ${pid}`, `Node ${node.replace(/^v/, '')}, Nest ${nest}`),
    running(request.active),
    endpoints(request),
    causes(source.alerts(), request),
    reports(source.alerts(), request),
    notifiers(source.notifiers(), request),
  ];
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Performance of ${host}</title>
        <style>${STYLE_PART}</style>
      </head>
      <body>
        <main>${parts}</main>
      </body>
    </html>`.text;
}

/** Not escaped: it is ours. */
const STYLE_PART = new Html(STYLE);

function facts(source: StatusSource, place: string, versions: string): Html {
  const { executions, slow, slowRate, since, overhead, alerts } = source.stats();
  const level = source.isEnabled()
    ? `Recording level: ${source.level()}.`
    : markup`<span class="bad">Nothing is watched.</span>`;
  const counted = `${executions} executions, ${slow} slow (${percent(slowRate)})`;
  const results = `${alerts.sent} sent, ${alerts.suppressed} only counted, ${alerts.failed + alerts.dropped} not sent`;
  const lines = [
    `${place}. ${versions}.`,
    'Other processes of the application have pages of their own.',
    level,
    `Event loop: busy for ${percent(source.loopUtilization())} of the last ten seconds.`,
    `Overhead of the monitor: ${percent(overhead)} of the CPU time.`,
    `Since ${instant(since)}: ${counted}.`,
    `Alerts: ${results}.`,
  ];
  return markup`<h1>Performance of this process</h1>${lines.map(line => markup`<p>${line}</p>`)}`;
}

function running(active: readonly ActiveExecution[]): Html {
  const rows = [...active].map(
    ({ kind, name, ageMs, waitingFor, span }) =>
      markup`<tr>
        <td class="number">${durationText(ageMs)}</td>
        <td>${kind}</td>
        <td>${name}</td>
        <td>${waitingFor ?? '–'}</td>
        <td>${span ?? '–'}</td>
      </tr>`,
  );
  return section('Running now', rows, ['#Age', 'Kind', 'Name', 'Waiting for', 'In'], 'Nothing runs.');
}

function endpoints({ endpoints: all, historyOf }: StatusRequest): Html {
  const rows = all.slice(0, MAX_ENDPOINTS).map(endpoint => {
    const { kind, name, count, slow, p50Ms, p95Ms, maxMs } = endpoint;
    const minutes = historyOf(endpoint);
    const bars = sparkline(minutes, `Executions of ${name} in each of the last ${minutes.length} minutes`);
    const figures = [count, slow, durationText(p50Ms), durationText(p95Ms), durationText(maxMs)];
    return markup`<tr>
      <td>${kind}</td>
      <td>${name}</td>
      ${figures.map(numberCell)}
      <td>${bars}</td>
    </tr>`;
  });
  const heads = ['Kind', 'Endpoint', '#Executions', '#Slow', '#Median', '#95 %', '#Longest', 'By minute'];
  return section('Endpoints by total time', rows, heads, 'No execution has ended.');
}

function causes(alerts: readonly RecentAlert[], { now }: StatusRequest): Html {
  const kinds = [...new Set(alerts.map(({ verdict }) => verdict))].sort();
  const rows = kinds.map(kind => {
    const own = alerts.filter(({ verdict }) => verdict === kind);
    const bars = sparkline(
      alertsByMinute(own, now),
      `Alerts because of ${kind} in each of the last ${MINUTES} minutes`,
    );
    return markup`<tr>
      <td>${kind}</td>
      ${numberCell(own.length)}
      <td>${bars}</td>
    </tr>`;
  });
  return section('Causes', rows, ['Verdict', '#Recent alerts', 'Last hour'], 'No alert was raised.');
}

function reports(alerts: readonly RecentAlert[], { base }: StatusRequest): Html {
  const rows = alerts.map(({ id, name, startedAt, durationMs, headline, isDelivered, hasReport }) => {
    const title = hasReport ? markup`<a href="${base}/reports/${encodeURIComponent(id)}">${headline}</a>` : headline;
    const state = isDelivered ? undefined : markup` <span class="bad">not delivered</span>`;
    return markup`<tr>
      <td>${instant(startedAt)}</td>
      ${numberCell(durationText(durationMs))}
      <td>${name}</td>
      <td>${title}${state}</td>
    </tr>`;
  });
  return section('Recent reports', rows, ['Started', '#Duration', 'Endpoint', 'Report'], 'No alert was raised.');
}

function notifiers(states: readonly NotifierState[], { base, token, tested }: StatusRequest): Html {
  const rows = states.map(({ name, isPaused, stats }) => {
    const result = tested?.result?.results[name];
    const test =
      result === undefined ? '–' : result.ok ? 'delivered' : markup`<span class="bad">${result.error}</span>`;
    const state = isPaused ? markup`<span class="bad">paused after failures</span>` : 'ready';
    const figures = [stats?.delivered ?? 0, stats?.failed ?? 0, stats?.ambiguous ?? 0, stats?.dropped ?? 0];
    return markup`<tr>
      <td>${name}</td>
      <td>${state}</td>
      ${figures.map(numberCell)}
      <td>${test}</td>
    </tr>`;
  });
  const heads = ['Notifier', 'State', '#Delivered', '#Failed', '#Uncertain', '#Not called', 'Last test'];
  const at =
    tested === undefined
      ? undefined
      : markup`<p class="dim">Last test: ${instant(new Date(tested.at).toISOString())}.</p>`;
  return markup`${section('Notifiers', rows, heads, 'There is no notifier: alerts are lines in the log.')}${at}
    <form method="post" action="${base}/test">
      <input type="hidden" name="token" value="${token}" />
      <p><button>Send a test alert</button></p>
    </form>`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** To the second, in UTC. */
function instant(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}
