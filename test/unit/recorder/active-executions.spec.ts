import { describe, expect, it } from '@jest/globals';
import { ActiveExecutions } from '../../../lib/recorder/active-executions.js';
import type { FlightRecorder } from '../../../lib/recorder/flight-recorder.js';
import type { Redactor } from '../../../lib/privacy/redactor.js';
import { Execution } from '../../../lib/tracing/execution.js';
import { beginOperation } from '../../../lib/tracing/running-operation.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../support/call-site.js';

const redactor = { text: (text: string) => text.replace('secret', '[masked]') } as Redactor;
const NEVER = new Promise<void>(() => undefined);

function listOf(running: readonly Execution[]): ReturnType<ActiveExecutions['list']> {
  return new ActiveExecutions({ inFlight: () => running } as unknown as FlightRecorder, redactor).list();
}

function executionFrom(start: number, name = `GET /${start}`): Execution {
  const execution = new Execution({} as Tracer, start, 'http', siteOf('root'), start, 100);
  execution.name = name;
  return execution;
}

describe('ActiveExecutions', () => {
  it('list the oldest 200, oldest first', () => {
    const starts = Array.from({ length: 500 }, (_, at) => (at * 7) % 500);
    const names = listOf(starts.map(start => executionFrom(start))).map(({ name }) => name);
    expect(names).toEqual(Array.from({ length: 200 }, (_, at) => `GET /${at}`));
  });

  it('name the innermost method and the latest operation that go on', () => {
    const execution = executionFrom(0, 'job secret');
    const outer = execution.open(execution.root, siteOf('Orders.all'), 1);
    const inner = outer && execution.open(outer, siteOf('Orders.one'), 2);
    const done = inner && execution.open(inner, siteOf('Orders.count'), 3);
    const settled = inner && execution.open(inner, siteOf('Orders.sum'), 3);
    if (inner && done && settled) {
      inner.promise = NEVER;
      done.finish(4);
      settled.promise = Promise.resolve();
    }
    const statement = { on: 'database', system: 'postgresql', peer: 'db:5432' } as const;
    beginOperation(execution.root, { ...statement, text: 'select secret' }, 2);
    beginOperation(execution.root, { ...statement, text: 'select 1' }, 3)?.finish(4, false);
    const [active] = listOf([execution]);
    expect(active).toEqual({
      kind: 'http',
      name: 'job [masked]',
      ageMs: expect.any(Number),
      span: 'Orders.one',
      waitingFor: 'select [masked] (db:5432)',
    });
  });

  it('name neither where none is known', () => {
    expect(Object.keys(listOf([executionFrom(0)])[0] ?? {})).toEqual(['kind', 'name', 'ageMs']);
  });
});
