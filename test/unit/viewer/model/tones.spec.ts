import { describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../../../lib/model/report.interface.js';
import { nodeTone, verdictTone } from '../../../../viewer/src/model/tones.js';
import { frame, node, span } from '../../../fixtures/reports/tree-node.js';

const accounting = {
  durationMs: 100,
  cpuMs: 0,
  gcMs: 0,
  blockedMs: 0,
  starvedMs: 0,
  clientMs: 0,
  unexplainedMs: 0,
  waiting: [
    { on: 'timer' as const, label: 'A.pause', ms: 50, count: 1 },
    { on: 'http' as const, label: 'GET pricing:8080/prices', ms: 40, count: 4 },
    { on: 'database' as const, label: '10.0.3.12:5432', ms: 10, count: 1 },
  ],
};

function verdict(kind: Verdict['kind'], subject: string): Verdict {
  return { kind, subject, headline: '', ms: 1, share: 0.1 };
}

describe('the colour of a verdict', () => {
  it.each([
    ['io', '10.0.3.12:5432', 'database'],
    ['repeated-io', 'GET pricing:8080/prices', 'http'],
    ['io', 'another text', 'http'],
    ['timer', 'A.pause', 'timer'],
    ['cpu', 'A.run', 'own'],
    ['event-loop-blocked', 'POST /export', 'blocked'],
  ] as const)('for %s about %s is that of %s', (kind, subject, tone) => {
    expect(verdictTone(verdict(kind, subject), accounting)).toBe(tone);
  });

  it('without a wait in the accounting is that of other waits', () => {
    expect(verdictTone(verdict('io', 'x'), { ...accounting, waiting: [] })).toBe('other');
  });
});

describe('the colour of a node', () => {
  it('is that of its kind of wait; a span has none', () => {
    expect(nodeTone(node({ type: 'wait', on: 'dns', name: 'dns.lookup', selfMs: 1 }))).toBe('dns');
    expect(nodeTone(node({ type: 'blocked', name: 'POST /export', selfMs: 1 }))).toBe('blocked');
    expect(nodeTone(frame('sum', 'a.ts:1', 1))).toBe('own');
    expect(nodeTone(span('A.run', []))).toBeUndefined();
  });
});
