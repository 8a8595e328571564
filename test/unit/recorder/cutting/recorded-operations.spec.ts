import { describe, expect, it } from '@jest/globals';
import { recordOperations } from '../../../../lib/recorder/cutting/recorded-operations.js';
import { SpanPlaces } from '../../../../lib/recorder/cutting/span-places.js';
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

  it('gives nothing for an execution without operations', () => {
    const from = execution();
    from.operations = undefined;
    expect(recordedOf(from)).toEqual([]);
  });
});
