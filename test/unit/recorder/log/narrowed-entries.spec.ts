import { describe, expect, it } from '@jest/globals';
import { LogChunk, OUTSIDE } from '../../../../lib/recorder/log/log-chunk.js';
import { narrowEntries } from '../../../../lib/recorder/log/narrowed-entries.js';
import { MAX_SEARCHED } from '../../../../lib/recorder/log/reassignment.js';
import { Execution, type SpanRunner } from '../../../../lib/tracing/execution.js';
import { siteOf } from '../../../support/call-site.js';

type Entry = readonly [time: number, owner: number, span: number];

const ID = 7;
const OTHER = 8;
const START = 20;

const execution = new Execution({} as SpanRunner, ID, 'http', siteOf('root'), 0, 100);
const span = execution.open(execution.root, siteOf('stage'), START);

/** @param parts entries of each part of the log, oldest first */
function narrowed(...parts: Entry[][]): Entry[] {
  if (span === undefined) throw new Error('no span');
  const chunks = parts.map((entries, part) => {
    const chunk = new LogChunk(entries.length + (part === parts.length - 1 ? 2 : 0));
    for (const [time, owner, index] of entries) chunk.push(time, owner, index, 3);
    return chunk;
  });
  const log = chunks.toReversed().map(chunk => ({ newestFirst: () => [chunk] }));
  narrowEntries(log, execution.root, span);
  return chunks.flatMap(({ length, times, owners, spans }) =>
    Array.from({ length }, (_, i): Entry => [times[i] ?? 0, owners[i] ?? 0, spans[i] ?? 0]),
  );
}

describe('narrowEntries()', () => {
  it('adds an entry at the start of the span, where the code of the span above ran on', () => {
    expect(narrowed([[10, ID, 0]])).toEqual([
      [10, ID, 0],
      [START, ID, 1],
    ]);
  });

  it('changes the entries since then, and none of other spans and executions', () => {
    const before: Entry[] = [
      [5, OTHER, 0],
      [10, ID, 0],
    ];
    const others: Entry[] = [
      [22, ID, 4],
      [24, OTHER, 0],
      [26, OUTSIDE, 0],
    ];
    expect(narrowed([...before, [21, ID, 0], ...others, [28, ID, 0]])).toEqual([
      ...before,
      [START, ID, 1],
      [21, ID, 1],
      ...others,
      [28, ID, 1],
    ]);
  });

  it('adds none where other code ran at the start', () => {
    const entries: Entry[] = [
      [10, OTHER, 0],
      [30, ID, 0],
    ];
    expect(narrowed(entries)).toEqual([
      [10, OTHER, 0],
      [30, ID, 1],
    ]);
  });

  it('reaches into older parts, which are full', () => {
    expect(narrowed([[10, ID, 0]], [[30, ID, 0]])).toEqual([
      [10, ID, 0],
      [30, ID, 1],
    ]);
    expect(narrowed([[22, ID, 0]], [[30, ID, 0]])).toEqual([
      [22, ID, 1],
      [30, ID, 1],
    ]);
  });

  it('ends its search, which the request waits for', () => {
    const many = Array.from({ length: MAX_SEARCHED + 10 }, (_, i): Entry => [30 + i, OTHER, 0]);
    expect(narrowed([[25, ID, 0], ...many])[0]).toEqual([25, ID, 0]);
  });
});
