import { describe, expect, it } from '@jest/globals';
import { readAnswer } from '../../../../lib/instrumentation/locks/lock-answer.js';
import { holderOf } from '../../../../lib/instrumentation/locks/lock-holder.js';
import type { Execution } from '../../../../lib/tracing/execution.js';
import { executionOf, PEER, send, waitsFor } from './waiting.js';

const NO_POOLS = { holdingOf: () => undefined };

const nameOf = (
  row: object,
  executions: readonly Execution[] = [],
  libraries: Parameters<typeof holderOf>[2] = NO_POOLS,
) => holderOf(readAnswer(row), PEER, libraries, executions).currentName;

describe('holderOf', () => {
  it('is the user of the pooled connection', () => {
    const user = executionOf('POST /import');
    const asked: unknown[] = [];
    const holdingOf = (...args: unknown[]) => {
      asked.push(args);
      return { execution: user };
    };
    expect(nameOf(waitsFor(7, 8), [], { holdingOf })).toBe('POST /import');
    expect(asked).toEqual([[8, PEER]]);
    expect(nameOf(waitsFor(7, 8), [], { holdingOf: () => ({ execution: undefined }) })).toBe(
      'code outside any watched execution',
    );
  });

  it('is the execution that sent the last statement over another connection', () => {
    const [earlier, last] = [executionOf('GET /earlier'), executionOf('POST /import')];
    send(earlier, 8, undefined, 10);
    send(last, 8, undefined, 20);
    send(last, 9, 'SELECT', 30);
    expect(nameOf(waitsFor(7, 8), [last, earlier, executionOf('GET /none')])).toBe('POST /import');
  });

  it('is no execution whose statement is not the last one of the session', () => {
    const execution = executionOf('GET /earlier');
    send(execution, 8, 'SELECT name FROM stock');
    expect(nameOf(waitsFor(7, 8), [execution])).toBe('a session outside any watched execution (pid 8, psql)');
    const hidden = { holder_query: '<insufficient privilege>' };
    expect(nameOf(waitsFor(7, 8, hidden), [execution])).toMatch(/^a session outside/);
  });

  it.each([
    ['a session without a name', { application: '' }, 'a session outside any watched execution (pid 8)'],
    ['a session with a long name', { application: 'x'.repeat(500) }, /^a session outside .* \(pid 8, x{100}\)$/],
    ['a prepared transaction', { holder: 0 }, 'a prepared transaction'],
  ])('is %s', (_, more, name) => {
    expect(nameOf(waitsFor(7, 8, more))).toEqual(typeof name === 'string' ? name : expect.stringMatching(name));
  });
});

describe('readAnswer', () => {
  it.each([
    ['a table', { relation: '"public"."Stock"' }, 'public.Stock'],
    ['a table of another database', { relation: '16384' }, undefined],
    ['no table', { relation: null }, undefined],
    ['no table, but an advisory lock', { locktype: 'advisory', relation: null }, 'advisory lock'],
  ])('has %s', (_, more, table) => {
    expect(readAnswer(waitsFor(7, 8, more)).table).toBe(table);
  });

  it('has statements without values, and none that PostgreSQL has cut or hides', () => {
    expect(readAnswer(waitsFor(7, 8)).statement).toBe('update stock set amount = ?');
    expect(readAnswer(waitsFor(7, 8, { query: `select '${'x'.repeat(1_010)}` })).statement).toBeUndefined();
    expect(readAnswer(waitsFor(7, 8, { query: '<insufficient privilege>' }))).toMatchObject({
      isHidden: true,
      statement: undefined,
    });
  });
});
