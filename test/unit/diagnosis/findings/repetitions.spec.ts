import { describe, expect, it } from '@jest/globals';
import type { SpanGroup } from '../../../../lib/diagnosis/span-groups.js';
import { repetitions } from '../../../../lib/diagnosis/findings/repetitions.js';
import type { RecordedSpan } from '../../../../lib/recorder/recording.interface.js';

/** A group of `calls` calls from one place, one after another. */
function group(calls: number): SpanGroup {
  const spans = Array.from({ length: calls }, (_, i): RecordedSpan => {
    const start = i * 1_000;
    return {
      kind: 'provider',
      name: 'a.b',
      parent: 0,
      start,
      end: start + 1_000,
      count: 1,
      totalMs: 1_000,
      ended: true,
      failed: false,
    };
  });
  return { name: 'a.b', kind: 'provider', parent: 0, depth: 1, spans, calls };
}

describe('repetitions', () => {
  it('include a long first operation that opened the connection', () => {
    expect(repetitions([300, ...new Array<number>(239).fill(4)], group(1))).toBe(240);
  });

  it('are none for operations at the same time: one long wait, and the answers right after it', () => {
    expect(repetitions([300, ...new Array<number>(49).fill(0.2)], group(1))).toBe(0);
  });

  it('include a few much longer operations, as long as the rest takes more time in all', () => {
    const queries = [...new Array<number>(20).fill(5), 80, ...new Array<number>(38).fill(5), 80];
    expect(repetitions(queries, group(1))).toBe(60);
    expect(repetitions([...new Array<number>(38).fill(1), 80, 80], group(1))).toBe(0);
    expect(repetitions([...new Array<number>(38).fill(0.1), ...new Array<number>(12).fill(80)], group(1))).toBe(12);
  });

  it('are the calls when each call waited once, however long one of them took', () => {
    expect(repetitions([300, 300, ...new Array<number>(38).fill(4)], group(40))).toBe(40);
  });

  it('are none for calls at the same time', () => {
    const parallel = group(40);
    const spans = parallel.spans.map(span => ({ ...span, start: 0, end: 1_000 }));
    expect(repetitions(new Array<number>(40).fill(4), { ...parallel, spans })).toBe(0);
  });

  it('can be 100 000', () => {
    expect(repetitions(new Array<number>(100_000).fill(0.4), group(1))).toBe(100_000);
  });

  it('are the operations, not the calls, when each call makes many', () => {
    expect(repetitions(new Array<number>(240).fill(4), group(20))).toBe(240);
  });
});
