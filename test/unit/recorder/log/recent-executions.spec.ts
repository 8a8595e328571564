import { describe, expect, it } from '@jest/globals';
import type { Execution } from '../../../../lib/tracing/execution.js';
import { MAX_IN_FLIGHT } from '../../../../lib/recorder/log/executions-in-flight.js';
import { RECENT_CAPACITY, RecentExecutions } from '../../../../lib/recorder/log/recent-executions.js';

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

  it('keep the data of one that hung, until its recording was cut', () => {
    const executions = new RecentExecutions();
    const forgotten: number[] = [];
    const hanging = Object.assign(execution(3, 7), { forgetSpans: () => void forgotten.push(3) });
    executions.began(hanging);
    expect([...executions.allInFlight]).toEqual([hanging]);
    const snapshot = execution(3, 7);
    executions.holdSnapshot(snapshot);
    executions.hold(hanging);
    hanging.finished = true;
    executions.release(hanging);
    expect([...executions.allInFlight]).toEqual([]);
    expect(forgotten).toEqual([]);
    expect([executions.isNeeded(3), executions.oldestNeeded(0), executions.isAlone(9)]).toEqual([true, 7, false]);
    executions.releaseSnapshot(snapshot, hanging);
    expect(forgotten).toEqual([3]);
    expect([executions.isNeeded(3), executions.oldestNeeded(0), executions.isAlone(9)]).toEqual([
      false,
      undefined,
      true,
    ]);
  });

  it('keep the entries of an ended one while work that began in it goes on', () => {
    const executions = new RecentExecutions();
    const first = execution(4);
    executions.began(first);
    const facts = {
      kind: 'http',
      name: 'GET /4',
      description: undefined,
      endedAt: 3,
      places: new Int32Array(0),
    } as const;
    const origin = { ...facts, id: 4, before: undefined };
    const linked = [5, 6].map(id => Object.assign(execution(id, 1), { origin }));
    for (const each of linked) executions.continued(each);
    executions.ended(first);
    expect([executions.isNeeded(4), executions.isRead(4), executions.oldestNeeded(0)]).toEqual([false, true, 1]);
    for (const each of linked) {
      expect(executions.isRead(4)).toBe(true);
      executions.hold(each);
      expect(executions.isRead(4)).toBe(true);
      executions.ended(each);
    }
    expect(executions.isRead(4)).toBe(false);
  });

  it('find the oldest one where another application has ids between theirs', () => {
    const executions = new RecentExecutions();
    executions.began(execution(5));
    executions.began(execution(20));
    // The place of 20 is taken, that of 5 is not: its successor belongs to the other application.
    executions.began(execution(20 + RECENT_CAPACITY));
    expect(executions.oldestNeeded(0)).toBe(5);
    executions.began(execution(5 + 2 * RECENT_CAPACITY));
    expect(executions.oldestNeeded(0)).toBe(5);
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

  it('find out that one execution is the only one left', () => {
    const executions = new RecentExecutions();
    const [one, two] = [execution(1), execution(2)];
    for (const each of [one, two]) executions.began(each);
    executions.hold(one);
    expect(executions.isAlone(1)).toBe(false);
    executions.hold(two);
    expect(executions.isAlone(1)).toBe(false);
    executions.ended(two);
    expect(executions.isAlone(1)).toBe(true);
    executions.ended(one);
    expect(executions.isAlone(1)).toBe(true);
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

  it('count a dropped execution no more, whether it ends or not', () => {
    const executions = new RecentExecutions();
    const all = Array.from({ length: MAX_IN_FLIGHT + 1 }, (_, i) => execution(i + 1));
    for (const each of all) executions.began(each);
    for (const each of all) if (each.id !== 2 && each.id !== 3) executions.ended(each);
    expect(executions.hasOthers(2, 3)).toBe(false);
    expect(executions.hasOthers(2, 2)).toBe(true);
    for (const each of all) executions.ended(each);
    executions.anyNew();
    expect(executions.anyNew()).toBe(false);
  });

  it('find the oldest of all, however many started since', () => {
    const executions = new RecentExecutions();
    const all = Array.from({ length: 2 * RECENT_CAPACITY }, (_, i) => execution(i + 1));
    for (const each of all) executions.began(each);
    for (const each of all) if (each.id % 5_000 !== 0) executions.ended(each);
    expect(executions.oldestNeeded(0)).toBe(5_000);
    expect(executions.nameOf(5_000)?.name).toBe('GET /5000');
    executions.ended(execution(5_000));
    expect(executions.isNeeded(5_000)).toBe(false);
    executions.hold(all[9_999] as Execution);
    expect(executions.oldestNeeded(0)).toBe(10_000);
    executions.ended(all[9_999] as Execution);
    executions.ended(all[14_999] as Execution);
    expect(executions.oldestNeeded(0)).toBeUndefined();
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
