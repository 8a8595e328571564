import { describe, expect, it } from '@jest/globals';
import { snapshotOf } from '../../../lib/tracing/execution-snapshot.js';
import { Execution } from '../../../lib/tracing/execution.js';
import { beginOperation } from '../../../lib/tracing/running-operation.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../support/call-site.js';

const STATEMENT = { on: 'database', system: 'postgresql', text: 'select ?', peer: 'db:5432' } as const;

describe('the snapshot of an execution', () => {
  it('has its spans and operations as of now, and none that follow', () => {
    const execution = new Execution({} as Tracer, 7, 'http', siteOf('root'), 10, 100);
    execution.name = 'GET /a';
    execution.handler = 'A.a';
    const span = execution.open(execution.root, siteOf('load'), 20);
    beginOperation(execution.root, STATEMENT, 20);
    const snapshot = snapshotOf(execution, 500);
    execution.open(execution.root, siteOf('later'), 600);
    beginOperation(execution.root, STATEMENT, 600);
    expect(snapshot).toBeInstanceOf(Execution);
    expect(snapshot).toMatchObject({
      id: 7,
      name: 'GET /a',
      currentName: 'GET /a',
      start: 10,
      end: 500,
      finished: false,
    });
    expect(snapshot.spans).toEqual([execution.root, span]);
    expect(snapshot.operations?.each).toHaveLength(1);
    expect(snapshot.ending).toEqual({ isStuck: true, isAborted: true });
  });

  it('leaves the execution as it is', () => {
    const execution = new Execution({} as Tracer, 7, 'http', siteOf('root'), 10, 100);
    const before = { ...execution };
    const snapshot = snapshotOf(execution, 500);
    snapshot.forgetSpans();
    expect({ ...execution }).toEqual(before);
    expect(snapshot.ending).toMatchObject({ isUnhandled: true });
    execution.kind = 'function';
    expect(snapshotOf(execution, 500).ending).not.toHaveProperty('isUnhandled');
  });
});
