import { describe, expect, it } from '@jest/globals';
import { Fingerprints } from '../../../lib/alerts/fingerprints.js';
import type { Fingerprint } from '../../../lib/options/fingerprint-source.interface.js';
import { executionOf, LogKeeper } from './fixtures.js';
import { described } from '../../support/described.js';

describe('Fingerprints', () => {
  const log = new LogKeeper();
  const create = (fingerprint?: Fingerprint): Fingerprints => new Fingerprints({ fingerprint }, log.logger);
  const a = executionOf({ id: 1, name: 'GET /a' });
  const b = executionOf({ id: 2, name: 'GET /b' });

  it('is 32 hexadecimal digits, equal for the same endpoint only', () => {
    const fingerprints = create();
    expect(fingerprints.of(a)).toMatch(/^[\da-f]{32}$/);
    expect(fingerprints.of(a)).toBe(create().of({ ...a, id: 9, durationMs: 5 }));
    expect(fingerprints.of(a)).not.toBe(fingerprints.of(b));
    expect(fingerprints.of(a)).not.toBe(fingerprints.of({ ...a, kind: 'rpc' }));
  });

  it('is the text of the option `fingerprint`', () => {
    expect(create('all').of(a)).toBe(create('all').of(b));
    const byStatus = create(({ name, status }) => `${name} ${status}`);
    const failed = byStatus.of({ ...a, description: described(500) });
    expect(byStatus.of({ ...a, description: described(200) })).not.toBe(failed);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['returns no string', () => 5],
    [
      'changes its argument',
      (source: { name: string }) => {
        source.name = 'x';
        return 'x';
      },
    ],
  ])('falls back to kind and name when the function %s', (_, option) => {
    expect(create(option as unknown as Fingerprint).of(a)).toBe(create().of(a));
  });

  it('of an execution that hangs is its own, also with one value for all, and that of its end stays', () => {
    for (const option of [undefined, 'all'] as const) {
      const fingerprints = create(option);
      const own = fingerprints.of({ ...a, stuck: true });
      expect(own).toBe(fingerprints.of(a));
      expect(fingerprints.ofStuck(own)).not.toBe(own);
      expect(fingerprints.ofStuck(own)).toBe(create(option).ofStuck(own));
    }
  });

  it('reveals nothing of its text, however long', () => {
    const fingerprint = create(() => `token=canary${'x'.repeat(1_000_000)}`).of(a);
    expect(fingerprint).toMatch(/^[\da-f]{32}$/);
  });

  it('of a blocker is that of its own execution while it is remembered', () => {
    const fingerprints = create(({ name, status }) => `${name} ${status ?? 'unknown'}`);
    const own = fingerprints.of({ ...a, description: described(200) });
    expect(fingerprints.ofBlocker({ id: 1, kind: 'http', name: 'GET /a' })).toBe(own);
    expect(fingerprints.ofBlocker({ id: 7, kind: 'http', name: 'GET /a' })).not.toBe(own);
    expect(create().ofBlocker({ id: 7, kind: 'http', name: 'GET /a' })).toBe(create().of(a));
  });
});
