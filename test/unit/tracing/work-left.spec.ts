import { describe, expect, it } from '@jest/globals';
import type { CallSite } from '../../../lib/tracing/call-site.js';
import { Execution, type Span } from '../../../lib/tracing/execution.js';
import { beginOperation } from '../../../lib/tracing/running-operation.js';
import { SPAN_BUDGET } from '../../../lib/tracing/span-limits.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { callsLeftBy, MAX_INSPECTED, mergeWithRoot, moveCall, noteCall } from '../../../lib/tracing/work-left.js';
import { siteOf } from '../../support/call-site.js';

const STATEMENT = { on: 'database', system: 'postgresql', text: 'select ?', peer: 'db:5432' } as const;
const PENDING = new Promise<void>(() => undefined);

const profiled = (name: string): CallSite => ({
  ...siteOf(name),
  kind: 'profile',
  asExecution: { kind: 'function', thresholdMs: 5 },
});
const executionOf = (id = 1): Execution => new Execution({} as Tracer, id, 'http', siteOf(`root ${id}`), 0, 100);

function open(parent: Span, site: CallSite, promise?: Promise<unknown>): Span {
  const span = parent.execution.open(parent, site, parent.execution.spans.length);
  if (span === undefined) throw new Error('no span');
  span.promise = promise;
  return span;
}

describe('calls that outlive their execution', () => {
  it('are noted when they return a promise', () => {
    const execution = executionOf();
    noteCall(execution.root, 1);
    expect(execution.mayLeaveWork).toBe(false);
    noteCall(execution.root, PENDING);
    expect(execution.mayLeaveWork).toBe(true);
  });

  it('are the outermost ones whose promise is pending', () => {
    const execution = executionOf();
    const { root } = execution;
    const left = open(root, profiled('left'), PENDING);
    open(left, profiled('inner'), PENDING);
    open(root, siteOf('provider'), PENDING);
    open(root, profiled('settled'), Promise.resolve());
    open(root, profiled('running'));
    open(root, profiled('ended'), PENDING).finish(9);
    expect(callsLeftBy(execution).map(({ span }) => span)).toEqual([left]);
    expect(callsLeftBy(execution)[0]?.own).toEqual({ kind: 'function', thresholdMs: 5 });
  });

  it('are found when their promise was resolved with a pending one, while something below them is open', () => {
    const execution = executionOf();
    const resolved = open(execution.root, profiled('resolved'), PENDING);
    resolved.finish(5);
    expect(callsLeftBy(execution)).toEqual([]);
    const operation = beginOperation(open(resolved, siteOf('query')), STATEMENT, 6);
    expect(callsLeftBy(execution).map(({ span }) => span)).toEqual([resolved]);
    execution.spans.at(-1)?.finish(7);
    expect(callsLeftBy(execution).map(({ span }) => span)).toEqual([resolved]);
    operation?.finish(8, false);
    expect(callsLeftBy(execution)).toEqual([]);
  });

  it('are few: each inspection takes microseconds', () => {
    const execution = executionOf();
    for (let i = 0; i < 2 * MAX_INSPECTED; i++) open(execution.root, profiled(`call ${i}`), PENDING);
    expect(callsLeftBy(execution)).toHaveLength(MAX_INSPECTED);
    expect(callsLeftBy(execution).at(-1)?.span).toBe(execution.spans.at(-1));
  });

  it('move with all below them, and leave copies', () => {
    const from = executionOf();
    const before = open(from.root, siteOf('before'));
    const top = open(from.root, profiled('top'), PENDING);
    const beside = open(from.root, siteOf('beside'));
    const below = open(top, siteOf('below'), PENDING);
    const [ours, theirs] = [beginOperation(beside, STATEMENT, 1), beginOperation(below, STATEMENT, 2)];
    const to = executionOf(2);
    const places = moveCall(from, top, to);
    expect([...places]).toEqual([-1, -1, 1, -1, 2]);
    expect(to.spans).toEqual([to.root, top, below]);
    expect([top.execution, top.index, top.parent]).toEqual([to, 1, to.root]);
    expect([below.execution, below.index, below.parent]).toEqual([to, 2, top]);
    expect(to.operations?.each).toEqual([theirs]);
    expect(theirs?.span).toBe(2);
    expect(from.spans.map(({ site, index }) => `${index} ${site.name}`)).toEqual([
      '0 root 1',
      '1 before',
      '2 top',
      '3 beside',
      '4 below',
    ]);
    expect(from.spans.map(({ parent }) => parent?.index)).toEqual([undefined, 0, 0, 0, 2]);
    expect(from.spans[4]?.parent).toBe(from.spans[2]);
    expect(from.spans.every(({ execution }) => execution === from)).toBe(true);
    expect([from.spans[1], from.spans[3]]).toEqual([before, beside]);
    expect(from.operations?.each.map(({ span }) => span)).toEqual([3, 4]);
    expect(from.operations?.each[0]).toBe(ours);
    theirs?.finish(50, false);
    below.finish(60);
    expect([from.operations?.each[1]?.end, from.spans[4]?.end, from.spans[4]?.promise]).toEqual([0, 0, undefined]);
  });

  it('move with calls beside the list of spans', () => {
    const from = executionOf();
    const top = open(from.root, profiled('top'), PENDING);
    while (from.spans.length < SPAN_BUDGET) open(from.root, siteOf('other'));
    const site = siteOf('merged');
    const first = from.open(top, site, 1);
    const second = from.open(top, site, 2);
    const to = executionOf(2);
    const places = moveCall(from, top, to);
    const below = from.spans.findIndex(span => span.site === site);
    expect(to.spans.map(span => span.site.name)).toEqual(['root 2', 'top', 'merged']);
    expect(places[below]).toBe(2);
    expect([first?.index, second?.index]).toEqual([below, below]);
  });

  it('may be the execution itself, and no step of it', () => {
    const from = executionOf();
    const top = open(from.root, profiled('top'), PENDING);
    const to = executionOf(2);
    moveCall(from, top, to);
    mergeWithRoot(top);
    expect([top.count, to.spansDiscarded]).toEqual([0, 1]);
    expect(from.spans[1]?.count).toBe(1);
  });
});
