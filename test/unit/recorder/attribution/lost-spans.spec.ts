import { describe, expect, it } from '@jest/globals';
import type { CallSite } from '../../../../lib/tracing/call-site.js';
import { Execution, type Span, type SpanRunner } from '../../../../lib/tracing/execution.js';
import { MAX_DISCARDED, SPAN_BUDGET } from '../../../../lib/tracing/span-limits.js';
import { dropSpan, idleSince, spansInContext } from '../../../../lib/recorder/attribution/lost-spans.js';

const site = (kind: CallSite['kind']): CallSite => ({
  name: kind,
  kind,
  isAsync: true,
  returnsObservable: false,
  isLearning: false,
});

function begin() {
  const execution = new Execution({} as SpanRunner, 1, 'http', site('execution'), 0, 1_000);
  const open = (parent: Span, kind: CallSite['kind'], start: number): Span => {
    const span = execution.open(parent, site(kind), start);
    if (span === undefined) throw new Error('no span');
    return span;
  };
  return { execution, root: execution.root, open };
}

describe('idleSince()', () => {
  it('is the end of a span that has ended', () => {
    const { root, open } = begin();
    const find = open(root, 'provider', 10);
    find.finish(20);
    expect(idleSince(find, 50)).toBe(20);
  });

  it('is the end of the execution for a span that never ended', () => {
    const { execution, root, open } = begin();
    const find = open(root, 'provider', 10);
    Object.assign(execution, { finished: true, end: 30 });
    expect(idleSince(find, 50)).toBe(30);
  });

  it('is the start of a pending call below the span', () => {
    const { root, open } = begin();
    open(root, 'provider', 10).finish(15);
    open(root, 'provider', 20);
    expect(idleSince(root, 50)).toBe(20);
  });

  it('does not count a call that the lost code may have made', () => {
    const { root, open } = begin();
    open(root, 'provider', 60);
    expect(idleSince(root, 50)).toBeUndefined();
  });

  it('counts a handler that was opened later', () => {
    const { root, open } = begin();
    open(root, 'handler', 60);
    expect(idleSince(root, 50)).toBe(60);
  });

  it('is unknown while the execution may run in the span itself', () => {
    const { root, open } = begin();
    expect(idleSince(root, 50)).toBeUndefined();
    expect(idleSince(open(root, 'provider', 10), 50)).toBeUndefined();
  });
});

describe('spansInContext()', () => {
  it('finds the calls that were made in the context since then, and those below them', () => {
    const { root, open } = begin();
    const before = open(root, 'provider', 10);
    open(before, 'provider', 60);
    const guard = open(root, 'provider', 60);
    const check = open(guard, 'provider', 70);
    const handler = open(root, 'handler', 60);
    open(handler, 'provider', 70);
    expect([...spansInContext(root, 50, undefined)]).toEqual([root, guard, check]);
  });

  it('finds merged calls only when the first of them is later than the own calls of the execution', () => {
    const { execution, root, open } = begin();
    const own = site('provider');
    const lost = site('provider');
    for (let at = 1; at <= SPAN_BUDGET; at++) execution.open(root, own, at);
    execution.open(root, own, 300);
    open(root, 'handler', 400);
    execution.open(root, lost, 500);
    execution.open(root, lost, 600);
    const [merged] = execution.spans.slice(-1);
    expect([...spansInContext(root, 550, 400)]).toEqual([root, merged]);
    expect([...spansInContext(root, 550, undefined)]).toEqual([root]);
  });
});

describe('dropSpan()', () => {
  it('frees the budget for calls of the own code', () => {
    const { execution, root, open } = begin();
    const span = open(root, 'provider', 10);
    dropSpan(span, 20);
    dropSpan(span, 20);
    expect([span.count, execution.spansDiscarded]).toEqual([0, 1]);
  });

  it('hides merged calls, and those that come later', () => {
    const { execution, root } = begin();
    const lost = site('provider');
    for (let at = 0; at <= SPAN_BUDGET; at++) execution.open(root, lost, at);
    const merged = root.aggregates?.get(lost);
    for (let at = 0; at < 3; at++) {
      if (merged !== undefined) dropSpan(merged, 600);
      expect(merged?.count).toBe(0);
      execution.open(root, lost, 700);
    }
    expect(execution.spansDiscarded).toBe(0);
  });

  it('keeps the list of spans bounded, however many requests were lost in it', () => {
    const { execution, root } = begin();
    for (let at = 1; at <= 3 * MAX_DISCARDED; at++) {
      const span = execution.open(root, site('provider'), at);
      if (span !== undefined) dropSpan(span, at);
    }
    expect(execution.spans.length).toBeLessThan(2 * MAX_DISCARDED);
  });
});
