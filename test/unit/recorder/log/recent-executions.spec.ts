import { describe, expect, it } from '@jest/globals';
import type { Execution } from '../../../../lib/tracing/execution.js';
import { MAX_IN_FLIGHT, RECENT_CAPACITY, RecentExecutions } from '../../../../lib/recorder/log/recent-executions.js';

function execution(id: number, start = id): Execution {
  return { id, start, kind: 'http', currentName: `GET /${id}` } as Execution;
}

describe('RecentExecutions', () => {
  it('keep a long execution while it runs, however many start after it', () => {
    const executions = new RecentExecutions();
    const long = execution(1, 5);
    executions.began(long);
    for (let id = 2; id <= RECENT_CAPACITY + 2; id++) {
      const short = execution(id);
      executions.began(short);
      executions.ended(short);
    }
    expect(executions.isNeeded(1)).toBe(true);
    expect(executions.nameOf(1)).toEqual({ id: 1, kind: 'http', name: 'GET /1' });
    expect(executions.oldestNeeded(0)).toBe(5);
    executions.hold(long);
    expect(executions.isNeeded(1)).toBe(true);
    executions.ended(long);
    expect(executions.isNeeded(1)).toBe(false);
    expect(executions.oldestNeeded(0)).toBeUndefined();
  });

  it('find a third execution that runs', () => {
    const executions = new RecentExecutions();
    const [one, two, three] = [execution(1), execution(2), execution(3)];
    for (const each of [one, two, three]) executions.began(each);
    expect(executions.hasOthers(1, 2)).toBe(true);
    executions.ended(three);
    expect(executions.hasOthers(1, 2)).toBe(false);
    executions.ended(one);
    expect(executions.hasOthers(1, 2)).toBe(false);
  });

  it('never confuse two executions whose ids share a place', () => {
    const executions = new RecentExecutions();
    const first = execution(7);
    executions.began(first);
    executions.ended(first);
    expect(executions.nameOf(7)?.name).toBe('GET /7');
    const second = execution(7 + RECENT_CAPACITY);
    executions.began(second);
    expect(executions.nameOf(7)?.name).toBe('GET /7');
    executions.ended(second);
    expect(executions.nameOf(7)).toBeUndefined();
    expect(executions.nameOf(7 + RECENT_CAPACITY)?.name).toBe(`GET /${7 + RECENT_CAPACITY}`);
  });

  it('drop the oldest executions that never end', () => {
    const executions = new RecentExecutions();
    for (let id = 1; id <= MAX_IN_FLIGHT + 3; id++) executions.began(execution(id));
    expect([1, 2, 3].map(id => executions.isNeeded(id))).toEqual([false, false, false]);
    expect(executions.isNeeded(4)).toBe(true);
    expect(executions.oldestNeeded(0)).toBe(4);
  });

  it('need no data from before the retention', () => {
    const executions = new RecentExecutions();
    executions.began(execution(1, 10));
    expect(executions.oldestNeeded(500)).toBe(500);
  });

  it('report a started execution once, and a running one each time', () => {
    const executions = new RecentExecutions();
    expect(executions.anyNew()).toBe(false);
    const one = execution(1);
    executions.began(one);
    executions.ended(one);
    expect([executions.anyNew(), executions.anyNew()]).toEqual([true, false]);
    executions.began(one);
    expect([executions.anyNew(), executions.anyNew()]).toEqual([true, true]);
    executions.clear();
    executions.anyNew();
    expect(executions.anyNew()).toBe(false);
    expect(executions.nameOf(1)).toBeUndefined();
  });
});
