import { describe, expect, it } from '@jest/globals';
import type { CallSite } from '../../../../lib/tracing/call-site.js';
import { Execution, type Span, type SpanRunner } from '../../../../lib/tracing/execution.js';
import { idleSince, spansInContext } from '../../../../lib/recorder/attribution/lost-spans.js';

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

  it('is the start of the last pending call below the span', () => {
    const { root, open } = begin();
    open(root, 'provider', 10).finish(15);
    open(root, 'provider', 20);
    open(root, 'provider', 30);
    expect(idleSince(root, 50)).toBe(30);
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
    expect([...spansInContext(root, 50)]).toEqual([root, guard, check]);
  });
});
