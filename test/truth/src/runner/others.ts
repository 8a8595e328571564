// Each report has only what belongs to its own request.
import type { Report } from 'nestjs-performance-monitor';
import { FACTS, type Cause } from '../causes.js';
import type { Evidence } from './run-cell.js';
import type { Judged } from './judge.js';

type Node = Report['tree'];
type Interval = { readonly startMs: number; readonly endMs: number };

const OUTSIDE = 'code outside any watched execution';

/** A part of the judged request's time that is due to the machine. */
const TOLERATED = 0.05;
const TOLERATED_MS = 20;

/** Spans, blockers and requests in the judged report that belong to other requests. */
export function foreignFaults(report: Report, { cause, className }: Judged): string[] {
  const own = FACTS[cause].methods.map(method => `${className}.${method}`);
  const nodes = nodesOf(report.tree);
  const spans = nodes.filter(({ type, name }) => type === 'span' && name.startsWith(`${className}.`));
  const handlers = nodes.filter(({ type, name }) => type === 'span' && /Controller\.(bystander|hold)/.test(name));
  const strangers = [...spans.filter(({ name }) => !own.includes(name)), ...handlers].map(({ name }) => name);
  return [...unique(strangers).map(name => `span ${name}`), ...blockerFaults(report, cause)];
}

/** Work of the judged request in the report of the request that slept meanwhile. */
export function bystanderFaults({ report, bystander }: Evidence, { className }: Judged): string[] {
  if (bystander === undefined) return [];
  const period = periodOf(report);
  const durationMs = period.endMs - period.startMs;
  const spans = nodesOf(bystander.tree)
    .filter(({ type, name }) => type === 'span' && name.startsWith(`${className}.`) && name !== `${className}.start`)
    .map(({ name }) => `bystander: span ${name}`);
  const workMs = overlapMs(
    bystander.timeline.loop.filter(({ type }) => type === 'own'),
    bystander,
    period,
  );
  const waits = bystander.timeline.waits
    .filter(({ on }) => on !== 'timer')
    .map(wait => ({ ...wait, ms: overlapMs([wait], bystander, period) }))
    .sort((a, b) => b.ms - a.ms);
  const waitedMs = waits.reduce((sum, { ms }) => sum + ms, 0);
  return [
    ...unique(spans),
    ...(isTolerated(workMs, durationMs) ? [] : [`bystander: own code for ${Math.round(workMs)} ms`]),
    ...(isTolerated(waitedMs, durationMs)
      ? []
      : [`bystander: waits for ${waits[0]?.label}, ${Math.round(waitedMs)} ms`]),
  ];
}

/**
 * Executions that are named as blockers, although they are over. The bystander and the holder sleep or wait: a machine
 * that is busy with other processes can stop them for a short time while they run.
 */
function blockerFaults({ accounting, verdict, findings, tree, timeline }: Report, cause: Cause): string[] {
  const names = [
    ...[verdict, ...findings].flatMap(({ culprit }) => (culprit === undefined ? [] : [culprit.name])),
    ...nodesOf(tree).flatMap(({ type, name }) => (type === 'blocked' ? [name] : [])),
    ...timeline.loop.flatMap(({ by }) => (by === undefined ? [] : [by])),
  ];
  const running = ['GET /bystander', `GET /${FACTS[cause].holder}`];
  const { blockedMs, durationMs } = accounting;
  return unique(names)
    .filter(name => name !== OUTSIDE && !(running.includes(name) && isTolerated(blockedMs, durationMs)))
    .map(name => `blocker ${name}`);
}

function isTolerated(ms: number, durationMs: number): boolean {
  return ms <= TOLERATED_MS + durationMs * TOLERATED;
}

function overlapMs(intervals: readonly Interval[], { execution }: Report, period: Interval): number {
  const offset = Date.parse(execution.startedAt);
  return intervals.reduce((sum, { startMs, endMs }) => {
    const common = Math.min(offset + endMs, period.endMs) - Math.max(offset + startMs, period.startMs);
    return sum + Math.max(0, common);
  }, 0);
}

function periodOf({ execution }: Report): Interval {
  const startMs = Date.parse(execution.startedAt);
  return { startMs, endMs: startMs + execution.durationMs };
}

function nodesOf(node: Node): Node[] {
  return [node, ...node.children.flatMap(nodesOf)];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
