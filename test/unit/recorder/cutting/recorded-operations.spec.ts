import { describe, expect, it } from '@jest/globals';
import { recordOperations } from '../../../../lib/recorder/cutting/recorded-operations.js';
import { SpanPlaces } from '../../../../lib/recorder/cutting/span-places.js';
import { ConnectionPool } from '../../../../lib/tracing/connection-pool.js';
import { Execution } from '../../../../lib/tracing/execution.js';
import { MAX_OPERATIONS, Operations } from '../../../../lib/tracing/operations.js';
import type { Tracer } from '../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../support/call-site.js';
import { countSteps, runSteps } from '../../../support/run-steps.js';

const STATEMENT = { on: 'http', system: 'http', text: 'GET a/b', peer: 'a' } as const;

/** From 0 to 100, with a span that turned out to be none and one below it. */
function execution(): Execution {
  const made = new Execution({} as Tracer, 1, 'http', siteOf('root'), 0, 10);
  made.open(made.root, siteOf('none'), 1)?.discard(2);
  made.open(made.root, siteOf('Prices.load'), 3)?.finish(90);
  made.finished = true;
  made.end = 100;
  made.operations = new Operations();
  return made;
}

const recordedOf = (from: Execution) => runSteps(recordOperations(from, new SpanPlaces(from.spans)));

describe('recordOperations', () => {
  it('gives plain data, with spans by their places', () => {
    const from = execution();
    const operation = from.operations?.begin(STATEMENT, 2, 10);
    operation?.sent(12);
    if (operation !== undefined) operation.wire = '10.0.0.7:80';
    operation?.answered(30, true);
    operation?.finish(40, false);
    from.operations?.begin(STATEMENT, 1, 50)?.finish(60, false);
    const [first, second] = recordedOf(from);
    expect(first).toEqual({
      on: 'http',
      system: 'http',
      label: 'GET a/b',
      peer: 'a',
      span: 1,
      start: 10,
      end: 40,
      calls: 1,
      totalMs: 30,
      maxMs: 30,
      queuedMs: 2,
      failed: 1,
      ended: true,
      answeredAt: 30,
      wire: '10.0.0.7:80',
    });
    expect(second).toMatchObject({ span: 0, start: 50, end: 60, failed: 0 });
    expect(second).not.toHaveProperty('answeredAt');
    expect(second).not.toHaveProperty('wire');
  });

  it('leaves out what happened after the end of the execution', () => {
    const from = execution();
    const operation = from.operations?.begin(STATEMENT, 0, 10);
    operation?.answered(110, true);
    operation?.finish(120, true);
    const [recorded] = recordedOf(from);
    expect(recorded).toMatchObject({ end: 100, ended: false, totalMs: 90, failed: 0 });
    expect(recorded).not.toHaveProperty('answeredAt');
  });

  it('puts sums at the end', () => {
    const from = execution();
    for (let i = 0; i < MAX_OPERATIONS; i++) from.operations?.begin(STATEMENT, 0, 1)?.finish(2, false);
    for (let i = 0; i < 5; i++) from.operations?.begin(STATEMENT, 2, 20 + i)?.finish(30 + i, i === 0);
    const recorded = recordedOf(from);
    expect(recorded).toHaveLength(MAX_OPERATIONS + 1);
    expect(recorded.at(-1)).toMatchObject({
      span: 1,
      start: 20,
      end: 34,
      calls: 5,
      totalMs: 50,
      failed: 1,
      ended: true,
    });
    expect(countSteps(recordOperations(from, new SpanPlaces(from.spans)))).toBeGreaterThan(1);
  });

  it('leaves out a wait for a pool that was none', () => {
    const from = execution();
    const pool = new ConnectionPool('pg db/shop', 1);
    pool.checkout(undefined, 1);
    const [first, second] = [pool.checkout(from.root, 10), pool.checkout(from.root, 10)];
    first.granted(10.2);
    second.granted(20);
    expect(recordedOf(from)).toMatchObject([{ on: 'pool', label: 'pg db/shop', peer: 'db/shop', start: 10, end: 20 }]);
  });

  it('names those who held the connections, up to the end of the wait', () => {
    const from = execution();
    const other = new Execution({} as Tracer, 2, 'http', siteOf('root'), 0, 10);
    other.name = 'GET /reports';
    const pool = new ConnectionPool('pg db/shop', 2);
    const [holder, own] = [pool.checkout(other.root, 2), pool.checkout(from.root, 3)];
    const [first, last] = [pool.checkout(from.root, 10), pool.checkout(from.root, 50)];
    holder.released(40);
    first.granted(40);
    const by = { id: 2, kind: 'http', name: 'GET /reports' };
    const self = { id: 1, kind: 'http', name: from.currentName };
    const [one, two] = recordedOf(from);
    expect(one?.pool).toEqual({
      inUse: 2,
      size: 2,
      holdings: [
        { start: 3, end: 40, by: self, isOwn: true },
        { start: 2, end: 40, by },
      ],
    });
    expect(two).toMatchObject({ start: 50, end: 100, ended: false, pool: { holdings: [{ start: 3 }, { start: 40 }] } });
    own.released(200);
    last.granted(200);
    expect(recordedOf(from)[1]).toMatchObject({
      end: 100,
      ended: false,
      pool: { holdings: [{ end: 100 }, { end: 100 }] },
    });
  });

  it('gives nothing for an execution without operations', () => {
    const from = execution();
    from.operations = undefined;
    expect(recordedOf(from)).toEqual([]);
  });
});
