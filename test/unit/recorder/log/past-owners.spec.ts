import { describe, expect, it, jest } from '@jest/globals';
import { ASLEEP, LogChunk, OUTSIDE } from '../../../../lib/recorder/log/log-chunk.js';
import { PastOwners } from '../../../../lib/recorder/log/past-owners.js';
import { Execution } from '../../../../lib/tracing/execution.js';
import type { Tracer } from '../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../support/call-site.js';

type Entry = readonly [time: number, owner: number, span?: number];

const execution = new Execution({} as Tracer, 7, 'http', siteOf('root'), 0, 100);
const inner = execution.open(execution.root, siteOf('inner'), 5);
const ENDED = 8;

function chunkOf(...entries: Entry[]): LogChunk {
  const chunk = new LogChunk(entries.length + 1);
  for (const [time, owner, span = 0] of entries) chunk.push(time, owner, span, 0);
  return chunk;
}

function pastOf(newest: LogChunk, ...older: LogChunk[]): PastOwners {
  const lastTime = newest.times[newest.length - 1] ?? 0;
  return new PastOwners(
    {
      lastTime,
      newestFirst: function* () {
        yield newest;
      },
    },
    { newestFirst: () => older },
    { running: id => (id === execution.id ? execution : undefined) },
    { call: jest.fn<() => void>(), span: undefined },
  );
}

describe('PastOwners', () => {
  it('finds the span whose code ran, in the entry before that time', () => {
    const past = pastOf(chunkOf([10, 7, 1], [20, OUTSIDE], [30, 7], [40, ASLEEP], [50, ENDED]));
    expect([9, 10, 19.9, 20, 31, 45, 99].map(time => past.spanAt(time))).toEqual([
      undefined,
      inner,
      inner,
      undefined,
      execution.root,
      undefined,
      undefined,
    ]);
  });

  it('finds it in older parts, and passes empty ones', () => {
    const past = pastOf(chunkOf(), chunkOf([30, OUTSIDE]), chunkOf(), chunkOf([10, 7, 1]));
    expect(past.spanAt(35)).toBeUndefined();
    expect(past.spanAt(29)).toBe(inner);
    expect(past.spanAt(5)).toBeUndefined();
  });

  it('is the root for a span that is no longer kept', () => {
    expect(pastOf(chunkOf([10, 7, 99])).spanAt(11)).toBe(execution.root);
  });

  it('has seen a change only since an earlier time than the last entry', () => {
    const past = pastOf(chunkOf([10, 7], [20, OUTSIDE]));
    expect([19, 20, 21].map(time => past.changedSince(time))).toEqual([true, false, false]);
  });
});
