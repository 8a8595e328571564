import { describe, expect, it } from '@jest/globals';
import type { Diagnosis } from '../../../lib/diagnosis/diagnosis.interface.js';
import { withQueued } from '../../../lib/diagnosis/queued-verdict.js';
import type { Verdict } from '../../../lib/model/report.interface.js';

const io: Verdict = { kind: 'io', headline: '60 ms', subject: 'db', ms: 60, share: 0.75 };
const cpu: Verdict = { kind: 'cpu', headline: '20 ms', subject: 'sum', ms: 20, share: 0.25 };
const diagnosis = { verdict: io, findings: [cpu] } as unknown as Diagnosis;
const queued = { queue: 'mail', ms: 240_000, thresholdMs: 60_000, isOnlyReason: true };

describe('withQueued', () => {
  it('changes nothing where the time in the queue is unknown or short', () => {
    expect(withQueued(diagnosis, undefined, 80)).toBe(diagnosis);
  });

  it('puts the time in the queue first where nothing else raises the alert', () => {
    const { verdict, findings } = withQueued(diagnosis, queued, 80);
    expect(verdict).toEqual({
      kind: 'queued',
      headline: 'Waited 4 min in the queue mail before it began',
      subject: 'mail',
      ms: 240_000,
      share: 240_000 / 240_080,
    });
    expect(findings).toEqual([io, cpu]);
  });

  it('puts it second where the execution is slow itself', () => {
    const { verdict, findings } = withQueued(diagnosis, { ...queued, isOnlyReason: false }, 80);
    expect(verdict).toBe(io);
    expect(findings.map(({ kind }) => kind)).toEqual(['queued', 'cpu']);
  });

  it('keeps the name of a queue on one short line', () => {
    const { verdict } = withQueued(diagnosis, { ...queued, queue: `a\nb${'c'.repeat(500)}` }, 80);
    expect(verdict.subject).not.toContain('\n');
    expect(verdict.subject.length).toBeLessThanOrEqual(100);
  });
});
