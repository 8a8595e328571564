import type { Report } from 'nestjs-performance-monitor';
import { FACTS, type Cause } from '../causes.js';
import type { Expected } from '../expectations.js';
import { bystanderFaults, foreignFaults } from './others.js';
import type { Evidence } from './run-cell.js';

const MAX_UNEXPLAINED = 0.05;

/** The context of a judgement. */
export interface Judged {
  readonly cause: Cause;
  readonly className: string;
  /** Host and port of the server, or the path of its Unix socket. */
  readonly peer: string;
}

/** A verdict with the members that later versions add. */
export type AnyVerdict = Omit<Report['verdict'], 'kind'> & { readonly kind: string };

/** @returns each fault of the reports as a short text; none when the cell is right */
export function faultsOf(expected: Expected, evidence: Evidence, judged: Judged): string[] {
  const { report } = evidence;
  return [
    ...verdictFaults(expected, verdictOf(report), judged),
    ...accountingFaults(report.accounting),
    ...outcomeFaults(expected, report.execution),
    ...foreignFaults(report, judged),
    ...bystanderFaults(evidence, judged),
  ];
}

/** The verdict on the library. A machine without a free processor is a cause of its own, beside it. */
export function verdictOf({ verdict, findings }: Report): AnyVerdict {
  return [verdict, ...findings].find(({ kind }) => (kind as string) !== 'cpu-starved') ?? verdict;
}

/** The expected verdict as a text. */
export function describe({ kinds, method, operation, count, concurrency }: Expected, judged: Judged): string {
  const times = count === undefined ? '' : ` ${count} ×`;
  const atOnce = concurrency === undefined ? '' : ` (${concurrency} at a time)`;
  const subject = operation?.replace('{peer}', judged.peer) ?? judged.peer;
  return `${kinds.join(' or ')}:${times} ${subject}${atOnce} in ${judged.className}.${method}`;
}

function verdictFaults(expected: Expected, verdict: AnyVerdict, { className, peer }: Judged): string[] {
  const { kind, subject, headline, count, concurrency } = verdict;
  const method = `${className}.${expected.method}`;
  const isOnPeer = kind === 'io' || kind === 'repeated-io' || kind === 'pool-wait';
  const right = expected.operation?.replace('{peer}', peer);
  return [
    ...(expected.kinds.includes(kind) ? [] : [`kind ${kind}`]),
    ...(!isOnPeer || (right === undefined ? subject.includes(peer) : subject === right) ? [] : [`subject ${subject}`]),
    ...(new RegExp(`\\b${expected.method}\\b`).test(headline) ? [] : [`headline without ${method}`]),
    ...(expected.count === undefined || isCount(count, expected.count, expected) ? [] : [`count ${count}`]),
    ...(expected.concurrency === undefined || isAbout(concurrency, expected.concurrency)
      ? []
      : [`concurrency ${concurrency}`]),
    ...delayFaults(expected, verdict),
  ];
}

/** The request that held the connections, or the lock. */
function delayFaults({ holder, lock }: Expected, verdict: AnyVerdict): string[] {
  const [held] = verdict.holders ?? [];
  const isHolder = holder === undefined || verdict.kind !== 'pool-wait' || held?.name === holder;
  const isLock = lock === undefined || verdict.lock?.name === lock;
  return [...(isHolder ? [] : [`holder ${held?.name}`]), ...(isLock ? [] : [`lock ${verdict.lock?.name}`])];
}

function isCount(value: number | undefined, expected: number, { isPipelined }: Expected): boolean {
  return (
    value === expected || (isPipelined === true && value !== undefined && value < expected && value >= expected * 0.9)
  );
}

/** On a busy machine not all connections are used at the same time. */
function isAbout(value: number | undefined, expected: number): boolean {
  return value !== undefined && value <= expected && value >= expected * 0.7;
}

function accountingFaults(accounting: Report['accounting'] & { readonly starvedMs?: number }): string[] {
  const { durationMs, cpuMs, gcMs, blockedMs, clientMs, unexplainedMs, starvedMs = 0, waiting } = accounting;
  const waitedMs = waiting.reduce((sum, { ms }) => sum + ms, 0);
  const sum = cpuMs + gcMs + blockedMs + clientMs + unexplainedMs + starvedMs + waitedMs;
  return [
    ...(Math.abs(sum - durationMs) <= Math.max(1, durationMs / 100) ? [] : [`parts add up to ${Math.round(sum)} ms`]),
    ...(unexplainedMs <= durationMs * MAX_UNEXPLAINED ? [] : [`${percent(unexplainedMs / durationMs)} unexplained`]),
  ];
}

function outcomeFaults(expected: Expected, execution: Report['execution'] & { readonly endedBy?: string }): string[] {
  const [outcome, status] = expected.endedBy === 'client' ? ['aborted', undefined] : ['ok', expected.status ?? 200];
  return [
    ...(execution.outcome === outcome ? [] : [`outcome ${execution.outcome}`]),
    ...(execution.status === status ? [] : [`status ${execution.status}`]),
    ...(execution.endedBy === expected.endedBy ? [] : [`ended by ${execution.endedBy}`]),
  ];
}

/** The whole accounting as a text. */
export function accountingText({ accounting }: Report): string {
  const { durationMs, waiting, ...parts } = accounting;
  const shares = Object.entries(parts).flatMap(([name, ms]) =>
    ms >= durationMs / 100 ? [`${name.slice(0, -2)} ${percent(ms / durationMs)}`] : [],
  );
  const waits = waiting
    .slice(0, 4)
    .map(({ on, label, ms, count }) => `${on} ${label} ${percent(ms / durationMs)} ×${count}`);
  return `${Math.round(durationMs)} ms: ${[...shares, ...waits].join(', ')}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export function methodsOf({ cause, className }: Judged): string[] {
  return FACTS[cause].methods.map(method => `${className}.${method}`);
}
