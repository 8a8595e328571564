import { durationText } from '../../../model/format/duration.js';
import { markdownCode, markdownRow } from '../../../model/format/markdown-text.js';
import type { ReportExecution } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_VALUE = 500;
const MAX_BODY = 2_000;

/** The facts of a request or a job, or the origin of an execution. Empty for an execution without any. @internal */
export function requestSection(execution: ReportExecution): Section {
  const { method, url, traceId, spanId, requestId, params, query, headers, body } = execution;
  const rows = [
    ...row('method', method),
    ...row('url', url),
    ...row('trace id', traceId),
    ...row('span id', spanId),
    ...row('request id', requestId),
    ...row('began in', execution.linkedTo?.name),
    ...row('queued', execution.queuedMs === undefined ? undefined : durationText(execution.queuedMs)),
    ...row('late', execution.lateMs === undefined ? undefined : durationText(execution.lateMs)),
    ...row('earlier runs still running', execution.overlaps),
    ...row('redelivered', execution.redelivered && 'yes'),
    ...row('attempt', execution.attempt),
    ...row('job id', execution.jobId),
    ...row('client', execution.clientAddress),
    ...row('content type', execution.contentType),
    ...row('content length', execution.contentLength),
    ...members('parameter', params),
    ...members('query', query),
    ...members('header', headers),
    ...(body === undefined ? [] : [markdownRow(['body', markdownCode(valueText(body), MAX_BODY)])]),
  ];
  return {
    title: titleOf(execution),
    lines: rows.length === 0 ? [] : [markdownRow(['fact', 'value']), '| --- | --- |', ...rows],
  };
}

function titleOf({ kind, method }: ReportExecution): string {
  if (kind === 'queue') return 'Job';
  return method === undefined ? 'Execution' : 'Request';
}

function members(kind: string, values: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.entries(values ?? {}).flatMap(([name, value]) => row(`${kind} ${markdownCode(name, 100)}`, value));
}

/** @param label Markdown */
function row(label: string, value: unknown): string[] {
  return value === undefined ? [] : [markdownRow([label, markdownCode(valueText(value), MAX_VALUE)])];
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
