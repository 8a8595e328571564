import { describe, expect, it } from '@jest/globals';
import { withEntriesOfOrigin } from '../../../../lib/recorder/cutting/entries-of-origin.js';
import { LogChunk } from '../../../../lib/recorder/log/log-chunk.js';
import { makeSegment } from '../../../../lib/recorder/log/segment.js';
import { runSteps } from '../../../../lib/platform/steps.js';
import { Execution } from '../../../../lib/tracing/execution.js';
import type { ExecutionOrigin } from '../../../../lib/tracing/execution-origin.js';
import type { Tracer } from '../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../support/call-site.js';

/** Owner and span of each entry. */
const ENTRIES = [
  [7, 0],
  [7, 2],
  [8, 2],
  [7, 9],
  [-1, 0],
  [9, 1],
] as const;

function originOf(id: number, places: Int32Array, before?: ExecutionOrigin): ExecutionOrigin {
  return { id, kind: 'http', name: 'GET /a', description: undefined, endedAt: 0, places, before };
}

describe('the log of an execution that began in another one', () => {
  const chunk = new LogChunk(10);
  for (const [time, [owner, span]] of ENTRIES.entries()) chunk.push(time, owner, span, 3);
  const segments = [makeSegment(0, 10, [chunk], [])];
  const execution = new Execution({} as Tracer, 9, 'function', siteOf('root'), 1, 100);

  it('is as it is, for an execution that did not', () => {
    expect(runSteps(withEntriesOfOrigin(segments, execution))).toBe(segments);
  });

  it('has the entries of the spans that moved as its own', () => {
    const places = Int32Array.of(-1, -1, 4);
    const linked = Object.assign(execution, { origin: originOf(7, places) });
    const [read] = runSteps(withEntriesOfOrigin(segments, linked));
    const [copy] = read?.chunks ?? [];
    expect([...(copy?.owners ?? [])].map((owner, i) => [owner, copy?.spans[i]])).toEqual([
      [7, 0],
      [9, 4],
      [8, 2],
      [7, 9],
      [-1, 0],
      [9, 1],
    ]);
    expect([...(copy?.causes ?? [])]).toEqual(ENTRIES.map(() => 3));
    expect([...chunk.owners.subarray(0, chunk.length)]).toEqual(ENTRIES.map(([owner]) => owner));
  });

  it('has those that moved twice', () => {
    const first = originOf(7, Int32Array.of(-1, -1, 4));
    const second = originOf(8, Int32Array.of(-1, -1, 1, -1, 2), first);
    const linked = Object.assign(execution, { origin: second });
    const [copy] = runSteps(withEntriesOfOrigin(segments, linked))[0]?.chunks ?? [];
    expect([...(copy?.owners ?? [])].map((owner, i) => `${owner} ${copy?.spans[i]}`)).toEqual([
      '7 0',
      '9 2',
      '9 1',
      '7 9',
      '-1 0',
      '9 1',
    ]);
  });
});
