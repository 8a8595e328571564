import { channel } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NodeSqliteLibrary } from '../../../../../lib/instrumentation/libraries/node-sqlite/node-sqlite.library.js';
import { clock } from '../../../../../lib/platform/clock.js';
import { spanStorage } from '../../../../../lib/tracing/execution-context.js';
import { Execution } from '../../../../../lib/tracing/execution.js';
import type { Operation } from '../../../../../lib/tracing/operation.js';
import type { Tracer } from '../../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../../support/call-site.js';
import { libraryContext } from '../../../../support/library-context.js';

const QUERY = channel('sqlite.db.query');

/** Publishes as Node 26 does. */
const publish = (sql: string, ms = 0, location: string | null = '/data/customers/shop.db'): void =>
  QUERY.publish({ sql, database: { location: () => location }, duration: ms * 1_000_000 });

describe('NodeSqliteLibrary', () => {
  const tracer = {} as Tracer;
  const failures: unknown[] = [];
  let library: NodeSqliteLibrary;

  beforeEach(() => {
    failures.length = 0;
    library = new NodeSqliteLibrary(libraryContext(tracer, failures));
    library.attach();
  });
  afterEach(() => {
    library.detach();
    jest.useRealTimers();
    expect(failures).toEqual([]);
  });

  const executionOf = (owner = tracer, start = clock()): Execution =>
    new Execution(owner, 1, 'http', siteOf('root'), start, 100);
  const operationsIn = (execution: Execution, work: () => void): readonly Operation[] => {
    spanStorage.run(execution.root, work);
    return execution.operations?.each ?? [];
  };

  it('records a statement without its values, by the name of its file', () => {
    const [operation] = operationsIn(executionOf(), () =>
      publish(`select a from t where b = 'geheim' and "c" = 4711.0`),
    );
    expect(operation).toMatchObject({ failed: false, span: 0, isSynchronous: true });
    expect(operation?.statement).toEqual({
      on: 'database',
      system: 'sqlite',
      text: 'select a from t where b = ? and "c" = ?',
      peer: 'shop.db',
    });
  });

  it('names a database without a file', () => {
    const [operation] = operationsIn(executionOf(), () => publish('select 1', 0, null));
    expect(operation?.statement.peer).toBe(':memory:');
  });

  it('reads the location of a database once', () => {
    const location = jest.fn(() => '/data/shop.db');
    const database = { location };
    operationsIn(executionOf(), () => {
      for (let i = 0; i < 3; i += 1) QUERY.publish({ sql: `select ${i}`, database, duration: 0 });
    });
    expect(location).toHaveBeenCalledTimes(1);
  });

  it('records the duration, at most since the beginning of the execution', () => {
    jest.useFakeTimers();
    const execution = executionOf();
    jest.advanceTimersByTime(100);
    const operations = operationsIn(execution, () => {
      publish('select 1', 30);
      publish('select 2', 500);
    });
    expect(operations.map(({ start, end }) => end - start)).toEqual([30, 100]);
  });

  it('records none outside executions, of other applications, and when it is detached', () => {
    publish('select 1');
    expect(operationsIn(executionOf({} as Tracer), () => publish('select 1'))).toEqual([]);
    library.detach();
    expect(QUERY.hasSubscribers).toBe(false);
    expect(operationsIn(executionOf(), () => publish('select 1'))).toEqual([]);
  });
});
