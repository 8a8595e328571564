import { describe, expect, it } from '@jest/globals';
import { Execution } from '../../../lib/tracing/execution.js';
import { Operation } from '../../../lib/tracing/operation.js';
import { MAX_OPERATIONS } from '../../../lib/tracing/operations.js';
import { MAX_OUTER, OuterOperations } from '../../../lib/tracing/outer-operations.js';
import { beginOperation, beginOuterOperation } from '../../../lib/tracing/running-operation.js';
import type { Statement } from '../../../lib/tracing/statement.interface.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../support/call-site.js';

const statementOf = (text: string, system = 'postgresql', on: Statement['on'] = 'database'): Statement => ({
  on,
  system,
  text,
  peer: '',
});
const executionOf = (): Execution => new Execution({} as Tracer, 1, 'http', siteOf('root'), 0, 100);
const textsOf = ({ operations }: Execution): string[] =>
  (operations?.each ?? []).map(({ statement }) => statement.text);

describe('an operation that an ORM reports', () => {
  it('is replaced by the one of the driver below', () => {
    const execution = executionOf();
    const outer = beginOuterOperation(execution.root, statementOf('SELECT ?'), 10);
    const inner = beginOperation(execution.root, statementOf('SELECT ?'), 12);
    expect(execution.operations?.each).toEqual([inner]);
    outer?.finish(30, true);
    expect(execution.operations?.each).toEqual([inner]);
    expect(inner).toMatchObject({ end: 0, failed: false });
  });

  it('stays where no driver reports it', () => {
    const execution = executionOf();
    const outer = beginOuterOperation(execution.root, statementOf('SELECT ?'), 10);
    outer?.finish(20, false);
    const next = beginOperation(execution.root, statementOf('SELECT ?'), 21);
    expect(execution.operations?.each).toEqual([outer, next]);
  });

  it('stays where the driver works in another span, for another kind of server, or for HTTP', () => {
    const execution = executionOf();
    const child = execution.open(execution.root, siteOf('child'), 1);
    beginOuterOperation(execution.root, statementOf('SELECT 1'), 10);
    if (child !== undefined) beginOperation(child, statementOf('SELECT 1'), 11);
    beginOperation(execution.root, statementOf('SELECT 2', 'sqlite'), 12);
    beginOperation(execution.root, statementOf('SELECT 1', 'http', 'http'), 12);
    expect(textsOf(execution)).toEqual(['SELECT 1', 'SELECT 1', 'SELECT 2', 'SELECT 1']);
  });

  it('is found by its text, else by its age', () => {
    const execution = executionOf();
    for (const text of ['a', 'b', 'c']) beginOuterOperation(execution.root, statementOf(text), 10);
    beginOperation(execution.root, statementOf('b'), 11);
    expect(textsOf(execution)).toEqual(['a', 'c', 'b']);
    beginOperation(execution.root, statementOf('BEGIN'), 12);
    expect(textsOf(execution)).toEqual(['c', 'b', 'BEGIN']);
  });

  it('is replaced in the sums, too', () => {
    const execution = executionOf();
    for (let i = 0; i < MAX_OPERATIONS; i += 1) beginOperation(execution.root, statementOf('first'), i);
    const outer = beginOuterOperation(execution.root, statementOf('SELECT ?', 'postgresql'), 10);
    const inner = beginOperation(execution.root, { ...statementOf('SELECT ?'), peer: 'db:5432/shop' }, 11);
    inner?.finish(15, false);
    outer?.finish(16, false);
    expect([...(execution.operations?.totals ?? [])].filter(({ calls }) => calls > 0)).toMatchObject([
      { calls: 1, totalMs: 4, statement: { peer: 'db:5432/shop' } },
    ]);
  });

  it('is forgotten when too many are open, and when it has ended', () => {
    const outer = new OuterOperations();
    const operations = Array.from({ length: MAX_OUTER + 2 }, () => new Operation(statementOf('a'), 0, 1, undefined));
    for (const operation of operations) outer.add(operation);
    const taken = Array.from({ length: MAX_OUTER }, () => outer.take(statementOf('a'), 0));
    expect(taken).toEqual(operations.slice(2));
    expect(outer.take(statementOf('a'), 0)).toBeUndefined();
    const [ended] = operations;
    if (ended !== undefined) outer.add(ended);
    ended?.finish(2, false);
    expect(outer.take(statementOf('a'), 0)).toBeUndefined();
  });
});
