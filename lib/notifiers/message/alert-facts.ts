import { isAddress } from '../../delivery/alert-files.js';
import type { Alert } from '../../model/alert.interface.js';
import { oneLine } from '../../model/format/one-line.js';
import { durationText } from '../../model/format/duration.js';
import type { ReportExecution, VerdictKind } from '../../model/report.interface.js';
import type { Data, Message, Pieces, Row } from './message.interface.js';
import { capRunes } from './runes.js';
import { timeShares } from './time-shares.js';

/** The place of the report. @internal */
export interface ReportPlace {
  readonly attached?: boolean;
  /** Paths on this host, or links. */
  readonly files?: readonly string[];
  /** The reason why it is not attached. */
  readonly missing?: string;
}

/** All rows of an alert. Each chat selects its own. A row without a value is `undefined`. @internal */
export interface AlertFacts {
  /** Name, outcome and handler of the execution. */
  readonly endpoint: Row;
  /** Duration, threshold and severity. */
  readonly duration: Row;
  /** The largest shares of the time. */
  readonly time: Row;
  /** The line of code that the verdict names. */
  readonly where: Row | undefined;
  /** Trace id and request id. */
  readonly trace: Row | undefined;
  /** Host and process. */
  readonly host: Row;
  /** Slow executions since the previous alert. */
  readonly repeats: Row | undefined;
  /** Executions that waited for this one. */
  readonly victims: Row | undefined;
  /** The place of the report. */
  readonly report: Row;
}

const COLOR = { info: '#2389d7', warning: '#e8a33d', critical: '#d24b4e' };
const TEST_SUBJECT = 'Test alert: nothing was slow';
const MAX_NAME = 120;
const MAX_VICTIMS = 5;
const MAX_FILES = 3;

/** A message with the alert's headline, subject and color. `undefined` rows are left out. @internal */
export function alertMessage(alert: Alert, rows: readonly (Row | undefined)[]): Message {
  const { execution, verdict } = alert.report;
  const sentence = `${shortName(execution.name)} ${durationText(execution.durationMs)}: ${verdict.headline}${heldUpText(alert)}`;
  const tone = alert.test ? 'info' : alert.severity;
  return {
    headline: alert.test ? verdict.headline : sentence,
    subject: alert.test ? TEST_SUBJECT : sentence,
    color: COLOR[tone],
    tone,
    rows: rows.filter(row => row !== undefined),
  };
}

/** @internal */
export function alertFacts(alert: Alert, place: ReportPlace): AlertFacts {
  const { execution, accounting, verdict, runtime } = alert.report;
  const ids = [execution.traceId, execution.spanId, execution.requestId].filter(id => id !== undefined);
  return {
    endpoint: { label: ['Endpoint'], value: endpoint(alert), vital: true },
    duration: {
      label: ['Duration'],
      value: [durationOf(alert.report), ` (${alert.severity})`],
      vital: true,
    },
    time: { label: ['Time'], value: timeShares(accounting) },
    where: verdict.location === undefined ? undefined : { label: ['Where'], value: [whole(verdict.location)] },
    trace: ids.length === 0 ? undefined : { label: ['Trace'], value: listed(ids.map(id => [whole(id)])) },
    host: { label: ['Host'], value: [{ data: runtime.host }, `, process ${runtime.pid}`] },
    repeats: alert.repeats.count === 0 ? undefined : { label: ['Repeats'], value: [repeats(alert.repeats)] },
    victims: alert.victims.length === 0 ? undefined : { label: ['Held up'], value: victims(alert.victims) },
    report: { label: ['Report'], value: report(place), vital: true },
  };
}

/** Verdicts about a victim: the headline names the blocker, or the holder. */
const OF_VICTIMS = new Set<VerdictKind>(['event-loop-blocked', 'pool-wait']);

/** `; held up 2 others, the slowest took 1.50 s`. Not for the report about a victim. */
function heldUpText({ victims: all, report: { verdict } }: Alert): string {
  const [first] = all;
  if (first === undefined || OF_VICTIMS.has(verdict.kind)) return '';
  const longest = Math.max(...all.map(({ durationMs }) => durationMs));
  const others = all.length === 1 ? `${shortName(first.name)}, which` : `${all.length} others, the slowest`;
  return `; held up ${others} took ${durationText(longest)}`;
}

/** A long name must not push the duration and the verdict out of the headline. */
function shortName(name: string): string {
  return capRunes(oneLine(name, MAX_NAME), MAX_NAME);
}

function endpoint({ report: { execution } }: Alert): Pieces {
  const { name, handler } = execution;
  return [whole(name), ` ${endText(execution)}`, ...(handler === undefined ? [] : [', in ', { data: handler }])];
}

function endText({ status, outcome, endedBy, stuck }: ReportExecution): string {
  if (stuck === true) return 'still running';
  if (endedBy === 'shutdown') return 'ended with the server';
  if (outcome === 'aborted') return endedBy === 'timeout' ? 'closed after a timeout' : 'the client left';
  const end = status === undefined ? outcome : `answered ${status}`;
  return endedBy === 'timeout' ? `${end} after a timeout` : end;
}

/** A job that was queued too long shows its time in the queue, because its own duration is short. */
function durationOf({ execution, verdict }: Alert['report']): string {
  const { durationMs, thresholdMs, queueThresholdMs = 0 } = execution;
  return verdict.kind === 'queued'
    ? `${duration(verdict.ms, queueThresholdMs)}, in the queue; then ${durationText(durationMs)}`
    : duration(durationMs, thresholdMs);
}

function duration(ms: number, thresholdMs: number): string {
  const times = thresholdMs > 0 ? `, ${Number((ms / thresholdMs).toPrecision(2))} times it` : '';
  return `${durationText(ms)}; the threshold is ${durationText(thresholdMs)}${times}`;
}

/** `412 more on 6 hosts since 2026-11-23 09:00 UTC, worst 4.20 s` */
function repeats({ count, worstMs, since, hosts = 1 }: Alert['repeats']): string {
  const where = hosts > 1 ? ` on ${hosts} hosts` : '';
  return `${count} more${where} since ${since.slice(0, 16).replace('T', ' ')} UTC, worst ${durationText(worstMs)}`;
}

function victims(all: Alert['victims']): Pieces {
  const shown = all
    .slice(0, MAX_VICTIMS)
    .map(({ name, durationMs }) => [{ data: name }, ` ${durationText(durationMs)}`]);
  const more = all.length - shown.length;
  return [...listed(shown), ...(more > 0 ? [` and ${more} more`] : [])];
}

function report({ attached, files = [], missing }: ReportPlace): Pieces {
  const where = placeOf(files.slice(0, MAX_FILES));
  if (attached === true)
    return ['attached: save it and open it in a browser', ...(files.some(isLink) ? ['; ', ...where] : [])];
  if (missing !== undefined) return [`not attached: ${missing}`, ...(where.length > 0 ? ['; ', ...where] : [])];
  return where.length > 0 ? where : ['none was written: set localFile, or a notifier that attaches it'];
}

function placeOf(files: readonly string[]): Pieces {
  if (files.length === 0) return [];
  const addresses = files.filter(isAddress);
  return addresses.length > 0
    ? listed(addresses.map(data => [isLink(data) ? { data, whole: true, link: true } : whole(data)]))
    : ['on the host, ', ...listed(files.map(path => [whole(path)]))];
}

/** Links are made of these characters only, so that they are no markup in any chat. */
function isLink(place: string): boolean {
  return /^https?:\/\/[A-Za-z0-9\-._~:/%[\]]+$/.test(place);
}

function whole(data: string): Data {
  return { data, whole: true };
}

function listed(items: readonly Pieces[]): Pieces {
  return items.flatMap((item, index) => (index === 0 ? [...item] : [', ', ...item]));
}
