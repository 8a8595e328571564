import type { Alert } from '../../model/alert.interface.js';
import { oneLine } from '../../model/format/one-line.js';
import { durationText } from '../../model/format/duration.js';
import type { Data, Message, Pieces, Row } from './message.interface.js';
import { capRunes } from './runes.js';
import { timeShares } from './time-shares.js';

/** Where the report is. @internal */
export interface ReportPlace {
  readonly attached?: boolean;
  /** Paths on this host. */
  readonly files?: readonly string[];
  /** Why it is not attached although it should be. */
  readonly missing?: string;
}

const COLOR = { test: '#2389d7', warning: '#e8a33d', critical: '#d24b4e' };
const TEST_SUBJECT = 'Test alert: nothing was slow';
const MAX_NAME = 120;
const MAX_VICTIMS = 5;
const MAX_FILES = 3;

/** What was slow, how long it took and why, and the facts that help to judge it. @internal */
export function alertMessage(alert: Alert, place: ReportPlace): Message {
  const { execution, verdict } = alert.report;
  // The name is cut rather than what comes after it; the row below has more of it.
  const name = capRunes(oneLine(execution.name, MAX_NAME), MAX_NAME);
  const sentence = `${name} took ${durationText(execution.durationMs)}: ${verdict.headline}`;
  return {
    headline: alert.test ? verdict.headline : sentence,
    subject: alert.test ? TEST_SUBJECT : sentence,
    color: alert.test ? COLOR.test : COLOR[alert.severity],
    rows: rowsOf(alert, place),
  };
}

function rowsOf(alert: Alert, place: ReportPlace): Row[] {
  const { execution, accounting, verdict, runtime } = alert.report;
  const ids = [execution.traceId, execution.requestId].filter(id => id !== undefined);
  const host: Row = { label: ['Host'], value: [{ data: runtime.host }, `, process ${runtime.pid}`] };
  if (alert.test) return [host, { label: ['Report'], value: report(place), vital: true }];
  const rows: (Row | false)[] = [
    { label: ['Endpoint'], value: endpoint(alert), vital: true },
    {
      label: ['Duration'],
      value: [duration(execution.durationMs, execution.thresholdMs), ` (${alert.severity})`],
      vital: true,
    },
    { label: ['Time'], value: timeShares(accounting) },
    verdict.location !== undefined && { label: ['Where'], value: [whole(verdict.location)] },
    ids.length > 0 && { label: ['Trace'], value: listed(ids.map(id => [whole(id)])) },
    host,
    alert.repeats.count > 0 && { label: ['Repeats'], value: [repeats(alert.repeats)] },
    alert.victims.length > 0 && { label: ['Held up'], value: victims(alert.victims) },
    { label: ['Report'], value: report(place), vital: true },
  ];
  return rows.filter(row => row !== false);
}

function endpoint({ report: { execution } }: Alert): Pieces {
  const { name, status, outcome, handler } = execution;
  const ended = status === undefined ? outcome : outcome === 'aborted' ? 'the client went away' : `answered ${status}`;
  return [whole(name), ` ${ended}`, ...(handler === undefined ? [] : [', in ', { data: handler }])];
}

function duration(ms: number, thresholdMs: number): string {
  const times = thresholdMs > 0 ? `, ${Number((ms / thresholdMs).toPrecision(2))} times it` : '';
  return `${durationText(ms)}; the threshold is ${durationText(thresholdMs)}${times}`;
}

/** @internal `412 more since 2026-11-23 09:00 UTC, worst 4.20 s` */
export function repeats({ count, worstMs, since }: Alert['repeats']): string {
  return `${count} more since ${since.slice(0, 16).replace('T', ' ')} UTC, worst ${durationText(worstMs)}`;
}

function victims(all: Alert['victims']): Pieces {
  const shown = all
    .slice(0, MAX_VICTIMS)
    .map(({ name, durationMs }) => [{ data: name }, ` ${durationText(durationMs)}`]);
  const more = all.length - shown.length;
  return [...listed(shown), ...(more > 0 ? [` and ${more} more`] : [])];
}

function report({ attached, files = [], missing }: ReportPlace): Pieces {
  const paths = listed(files.slice(0, MAX_FILES).map(path => [whole(path)]));
  const where: Pieces = paths.length > 0 ? ['on the host, ', ...paths] : [];
  if (attached === true) return ['attached: save it and open it in a browser'];
  if (missing !== undefined) return [`not attached: ${missing}`, ...(where.length > 0 ? ['; ', ...where] : [])];
  return where.length > 0 ? where : ['none was written: set localFile, or a notifier that attaches it'];
}

function whole(data: string): Data {
  return { data, whole: true };
}

function listed(items: readonly Pieces[]): Pieces {
  return items.flatMap((item, index) => (index === 0 ? [...item] : [', ', ...item]));
}
