import { beforeEach, describe, expect, it } from '@jest/globals';
import type {
  PrismaHelper,
  PrismaObserver,
} from '../../../../../lib/instrumentation/libraries/prisma/prisma-helper.js';
import { PrismaSlot } from '../../../../../lib/instrumentation/libraries/prisma/prisma-slot.js';

const V7 = 'V7_PRISMA_INSTRUMENTATION';
const COMMON = 'PRISMA_INSTRUMENTATION';
const QUERY = { name: 'db_query', attributes: { 'db.query.text': 'SELECT 1', 'db.system.name': 'postgresql' } };

type Home = { [V7]?: { helper?: PrismaHelper }; [COMMON]?: { helper?: PrismaHelper } };

class Observer implements PrismaObserver {
  readonly seen: unknown[] = [];
  watches = true;
  isWatching = (): boolean => this.watches;
  begin = (sql: string, system: unknown): ((failed: boolean) => void) | undefined => {
    if (!this.watches) return undefined;
    this.seen.push([sql, system]);
    return failed => this.seen.push(failed);
  };
}

/** The helper of another package. */
function otherHelper(calls: unknown[]): PrismaHelper {
  return {
    isEnabled: () => false,
    getTraceParent: context => `trace of ${String(context)}`,
    dispatchEngineSpans: (...args) => void calls.push(args),
    getActiveContext: () => 'context',
    runInChildSpan: (options, step) => {
      calls.push(options);
      return step('span');
    },
  };
}

let home: Home;
let slot: PrismaSlot;
let observer: Observer;
beforeEach(() => {
  home = {};
  slot = new PrismaSlot(home);
  observer = new Observer();
});

/** As Prisma 7 does it. */
const helper = (): PrismaHelper | undefined => home[V7]?.helper ?? home[COMMON]?.helper;

describe('the helper of Prisma', () => {
  it('reports queries and their ends, and returns the same promise', async () => {
    slot.add(observer);
    const result = Promise.resolve(1);
    expect(helper()?.runInChildSpan(QUERY, () => result)).toBe(result);
    await result;
    expect(observer.seen).toEqual([['SELECT 1', 'postgresql'], false]);
    const failure = Promise.reject(new Error('planted'));
    await expect(helper()?.runInChildSpan(QUERY, () => failure)).rejects.toThrow('planted');
    expect(observer.seen.slice(2)).toEqual([['SELECT 1', 'postgresql'], true]);
    expect(() =>
      helper()?.runInChildSpan(QUERY, () => {
        throw new Error('at once');
      }),
    ).toThrow('at once');
    expect(observer.seen.slice(4)).toEqual([['SELECT 1', 'postgresql'], true]);
  });

  it('answers as Prisma does without one', () => {
    slot.add(observer);
    const logs: unknown[] = [];
    expect(helper()?.getTraceParent()).toBe('00-10-10-00');
    expect(helper()?.getActiveContext()).toBeUndefined();
    helper()?.dispatchEngineSpans([], ['a', 'b'], (log: unknown) => logs.push(log));
    expect(logs).toEqual(['a', 'b']);
    expect(helper()?.runInChildSpan('connect', (...args) => args)).toEqual([]);
    expect(helper()?.runInChildSpan({ name: 'serialize' }, () => 'done')).toBe('done');
    expect(observer.seen).toEqual([]);
  });

  it('lets Prisma report queries only while somebody records them', () => {
    slot.add(observer);
    expect(helper()?.isEnabled()).toBe(true);
    observer.watches = false;
    expect(helper()?.isEnabled()).toBe(false);
    expect(helper()?.runInChildSpan(QUERY, () => 1)).toBe(1);
  });

  it.each([V7, COMMON] as const)('passes everything on to the one in %s', name => {
    const calls: unknown[] = [];
    const before = { helper: otherHelper(calls) };
    home[name] = before;
    slot.add(observer);
    expect(helper()).not.toBe(before.helper);
    expect(helper()?.getTraceParent('x')).toBe('trace of x');
    expect(helper()?.getActiveContext()).toBe('context');
    helper()?.dispatchEngineSpans(1, 2);
    expect(helper()?.runInChildSpan(QUERY, span => span)).toBe('span');
    expect(calls).toEqual([[1, 2], QUERY]);
    expect(observer.seen).toEqual([['SELECT 1', 'postgresql'], false]);
    slot.delete(observer);
    expect(home[name]).toBe(before);
    expect(helper()).toBe(before.helper);
  });

  it('passes on to one that comes later into the slot of all versions', () => {
    slot.add(observer);
    home[COMMON] = { helper: otherHelper([]) };
    expect(helper()?.getActiveContext()).toBe('context');
  });
});

describe('the slot of Prisma', () => {
  it('is shared by applications, and left with the last one', () => {
    const other = new Observer();
    slot.add(observer);
    const shared = helper();
    slot.add(other);
    expect(helper()).toBe(shared);
    slot.delete(observer);
    expect(helper()).toBe(shared);
    void helper()?.runInChildSpan(QUERY, () => 1);
    expect(observer.seen).toEqual([]);
    expect(other.seen).toHaveLength(2);
    slot.delete(other);
    expect(home).toEqual({});
    slot.delete(other);
  });

  it('gives a query to one application', () => {
    const other = new Observer();
    slot.add(observer);
    slot.add(other);
    void helper()?.runInChildSpan(QUERY, () => 1);
    expect(observer.seen).toHaveLength(2);
    expect(other.seen).toEqual([]);
  });

  it('is not touched below another helper: ours stays, and observes nothing', () => {
    slot.add(observer);
    const ours = helper();
    const above = {
      helper: { ...otherHelper([]), runInChildSpan: (o, step) => ours?.runInChildSpan(o, step) } as PrismaHelper,
    };
    home[V7] = above;
    slot.delete(observer);
    expect(home[V7]).toBe(above);
    expect(helper()?.runInChildSpan(QUERY, () => 1)).toBe(1);
    expect(observer.seen).toEqual([]);
    expect(ours?.isEnabled()).toBe(false);
  });

  it('is taken again above another helper, and reports no query twice', () => {
    slot.add(observer);
    const ours = helper();
    home[V7] = { helper: { ...otherHelper([]), runInChildSpan: (o, step) => ours?.runInChildSpan(o, step) } };
    const other = new Observer();
    other.watches = false;
    slot.add(other);
    void helper()?.runInChildSpan(QUERY, () => 1);
    expect(observer.seen).toHaveLength(2);
  });
});
