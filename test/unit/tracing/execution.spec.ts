import { describe, expect, it } from '@jest/globals';
import { Execution } from '../../../lib/tracing/execution.js';
import { SPAN_BUDGET, SPAN_LIMIT } from '../../../lib/tracing/span-limits.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../support/call-site.js';

const make = (): Execution => new Execution({} as Tracer, 1, 'http', siteOf('root'), 0, 100);

describe('Execution', () => {
  it('gives each call a span until its budget is used up, then merges calls of the same method below the same span', () => {
    const execution = make();
    const query = siteOf('query');
    for (let i = 1; i < SPAN_BUDGET; i++) execution.open(execution.root, query, i)?.finish(i + 1);
    expect(execution.spans).toHaveLength(SPAN_BUDGET);
    for (let i = 0; i < 10; i++) execution.open(execution.root, query, 1_000 + i)?.finish(1_003 + i);
    expect(execution.spans).toHaveLength(SPAN_BUDGET + 1);
    const merged = execution.spans[SPAN_BUDGET];
    expect(merged).toMatchObject({ count: 10, totalMs: 30, start: 1_000, end: 1_012, parent: execution.root });
    execution.open(execution.root, query, 2_000)?.fail(2_001);
    expect(merged).toMatchObject({ count: 11, failed: true });
    expect(execution.spansDropped).toBe(0);
  });

  it('does not count calls that turned out to be no spans in its budget', () => {
    const execution = make();
    for (let i = 0; i < 2 * SPAN_LIMIT; i++) execution.open(execution.root, siteOf('count'), i)?.discard(i);
    const query = siteOf('query');
    for (let i = 1; i < SPAN_BUDGET; i++) execution.open(execution.root, query, i)?.finish(i + 1);
    const shown = execution.spans.filter(({ count }) => count > 0);
    expect(shown).toHaveLength(SPAN_BUDGET);
    expect(shown.every(({ count }) => count === 1)).toBe(true);
    expect(execution).toMatchObject({ spansDropped: 0, spansDiscarded: 2 * SPAN_LIMIT });
  });

  it('merges calls inside of merged calls below the span that stands for them', () => {
    const execution = make();
    const [outer, inner] = [siteOf('outer'), siteOf('inner')];
    for (let i = 1; i < SPAN_BUDGET; i++) execution.open(execution.root, outer, i);
    for (let i = 0; i < 3; i++) {
      const span = execution.open(execution.root, outer, 300);
      if (span !== undefined) execution.open(span, inner, 301);
    }
    const [first, second] = execution.spans.slice(SPAN_BUDGET);
    expect([first?.site.name, first?.count, second?.site.name, second?.count]).toEqual(['outer', 3, 'inner', 3]);
    expect(second?.parent).toBe(first);
  });

  it('opens no span while it is muted', () => {
    const execution = make();
    execution.muted = true;
    expect(execution.open(execution.root, siteOf('step'), 1)).toBeUndefined();
    expect(execution.spans).toEqual([execution.root]);
  });

  it('never has more spans than its limit, and counts what it dropped', () => {
    const execution = make();
    for (let i = 0; i < SPAN_LIMIT + 100; i++) execution.open(execution.root, siteOf(`s${i}`), i);
    expect(execution.spans).toHaveLength(SPAN_LIMIT);
    expect(execution.spansDropped).toBe(101);
  });

  it('opens no span after its end, and drops the promises of its spans', () => {
    const execution = make();
    const span = execution.open(execution.root, siteOf('one'), 1);
    if (span !== undefined) span.promise = Promise.resolve('much memory');
    execution.finished = true;
    execution.forgetSpans();
    expect(span?.promise).toBeUndefined();
    expect(execution.open(execution.root, siteOf('late'), 2)).toBeUndefined();
    expect(execution.spans).toHaveLength(0);
  });
});
