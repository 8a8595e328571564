import { describe, expect, it } from '@jest/globals';
import type { Accounting, Verdict } from '../../../../lib/index.js';
import { verdictCount } from '../../../../viewer/src/model/counts.js';

describe('counts on the page', () => {
  it('are calls of a verdict, and waits where nothing counts the calls', () => {
    const waiting: Accounting['waiting'] = [
      { on: 'database', label: 'db', ms: 1, count: 50 },
      { on: 'fs', label: 'file system', ms: 1, count: 50 },
    ];
    const counted = (subject: string, count?: number, more: Partial<Verdict> = {}) =>
      verdictCount({ subject, count, ...more } as Verdict, { waiting } as unknown as Accounting);
    expect(counted('db', 48)).toBe('48 calls');
    expect(counted('file system', 50)).toBe('50 waits');
    expect(counted('db')).toBe('');
    expect(counted('db', 60, { concurrency: 10 })).toBe('60 calls, 10 at a time');
    expect(counted('CPU limit', 9, { kind: 'cpu-starved' })).toBe('throttled 9 times');
  });
});
