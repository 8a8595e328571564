import { describe, expect, it } from '@jest/globals';
import type { Accounting, TreeNode, Verdict } from '../../../../lib/index.js';
import { nodeCount, verdictCount } from '../../../../viewer/src/model/counts.js';

const node = (type: TreeNode['type'], count?: number, name = 'x'): TreeNode => {
  return { type, name, ms: 1, selfMs: 1, children: [], ...(count !== undefined && { count }) };
};

describe('counts on the page', () => {
  it('are calls of a span, and waits of a wait', () => {
    expect(nodeCount(node('span', 1))).toBe('1 call');
    expect(nodeCount(node('span', 48))).toBe('48 calls');
    expect(nodeCount(node('wait', 24))).toBe('24 waits');
    expect(nodeCount(node('gc', 2))).toBe('2 pauses');
  });

  it('are none of a function, and of a row that sums up others', () => {
    expect(nodeCount(node('frame', 3))).toBe('');
    expect(nodeCount(node('span'))).toBe('');
    expect(nodeCount(node('wait', 12, '(12 more)'))).toBe('');
  });

  it('are calls of a verdict, and waits where nothing counts the calls', () => {
    const waiting: Accounting['waiting'] = [
      { on: 'database', label: 'db', ms: 1, count: 50 },
      { on: 'fs', label: 'file system', ms: 1, count: 50 },
    ];
    const counted = (subject: string, count?: number) =>
      verdictCount({ subject, count } as Verdict, { waiting } as unknown as Accounting);
    expect(counted('db', 48)).toBe('48 calls');
    expect(counted('file system', 50)).toBe('50 waits');
    expect(counted('db')).toBe('');
  });
});
