import { describe, expect, it } from '@jest/globals';
import { nested, operation, slice, wake, WIRE } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

const DATABASE = wake('database', '127.0.0.1:5432');

describe('io', () => {
  it('names the operation, and the span that waited most', () => {
    const { verdict } = diagnosisOf({
      spans: [...nested('OrdersService.list', 'OrdersRepository.find')],
      slices: [slice(1_000, 1_100, 1), slice(1_200, 1_250, 1, DATABASE), slice(1_900, 2_000, 2, DATABASE)],
    });
    expect(verdict).toEqual({
      kind: 'io',
      headline: '750 ms (75 %) waiting for 127.0.0.1:5432 (database) in OrdersRepository.find',
      subject: '127.0.0.1:5432',
      ms: 750,
      share: 0.75,
    });
  });

  it.each([
    ['database', 'db:1', 'db:1 (database)'],
    ['http', 'up:80', 'up:80 (HTTP)'],
    ['cache', 'redis:6379', 'redis:6379 (cache)'],
    ['network', 'h:9', 'h:9 (network)'],
    ['fs', 'fs', 'fs (file system)'],
    ['dns', 'dns.lookup', 'dns.lookup (DNS)'],
    ['threadpool', 'pbkdf2', 'pbkdf2 (thread pool)'],
  ] as const)('calls %s by its name', (on, label, wording) => {
    const { verdict } = diagnosisOf({ slices: [slice(1_000, 1_100), slice(1_900, 2_000, 0, wake(on, label))] });
    expect(verdict).toMatchObject({
      kind: 'io',
      subject: label,
      headline: `800 ms (80 %) waiting for ${wording} in GET /orders`,
    });
  });

  it('counts a call once, in whatever spans it was waited for', () => {
    const reply = wake('http', WIRE);
    const { verdict } = diagnosisOf({
      spans: [...nested('OrdersService.list', 'Client.send')],
      slices: [slice(1_000, 1_100, 2), slice(1_500, 1_510, 2, reply), slice(1_900, 2_000, 1, reply)],
      operations: [operation('GET pricing:8080/prices', 1_050, 1_900, { span: 2 })],
    });
    expect(verdict.kind).toBe('io');
    expect(verdict.headline).toMatch(/^One GET pricing:8080\/prices took 790 ms \(79 %\), called in /);
  });
});
