import { describe, expect, it } from '@jest/globals';
import { lateStatements } from '../../../../lib/instrumentation/locks/late-statements.js';
import type { Execution } from '../../../../lib/tracing/execution.js';
import { executionOf, send } from './waiting.js';

const late = (executions: readonly Execution[], now: number, asked: readonly Execution[] = []) =>
  lateStatements(executions, execution => asked.includes(execution), now).map(({ operation }) => operation);

describe('lateStatements', () => {
  it('finds the statement that runs for half of the threshold', () => {
    const execution = executionOf('GET /a', 0);
    send(execution, 7, 'SELECT', 0).finish(100, false);
    const running = send(execution, 7, 'UPDATE', 100);
    expect(late([execution], 599)).toEqual([]);
    expect(late([execution], 600)).toEqual([running]);
  });

  it('leaves out those of executions that are asked about, over or only counted, and those without a known session', () => {
    const [asked, over, muted, unknown] = ['a', 'b', 'c', 'd'].map(name => executionOf(name, 0)) as [
      Execution,
      Execution,
      Execution,
      Execution,
    ];
    for (const execution of [asked, over, muted]) send(execution, 7, 'UPDATE', 0);
    send(unknown, 0, 'UPDATE', 0);
    over.finished = true;
    muted.muted = true;
    expect(late([asked, over, muted, unknown, executionOf('without statements', 0)], 2_000, [asked])).toEqual([]);
  });

  it('takes one of each execution, and the oldest ones of many', () => {
    const executions = Array.from({ length: 50 }, (_, index) => {
      const execution = executionOf('GET /a', 0);
      send(execution, index + 1, 'UPDATE', 50 - index);
      send(execution, index + 100, 'UPDATE', 60);
      return execution;
    });
    expect(late(executions, 2_000).map(({ start }) => start)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });
});
