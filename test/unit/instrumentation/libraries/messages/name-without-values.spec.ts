import { describe, expect, it } from '@jest/globals';
import { nameWithoutValues } from '../../../../../lib/instrumentation/libraries/messages/name-without-values.js';

describe('a name of messages', () => {
  it.each([
    ['orders.created', 'orders.created'],
    ['orders.v2.step1', 'orders.v2.step1'],
    ['user:created/now', 'user:created/now'],
    ['orders.*.>', 'orders.*.>'],
    ['', ''],
  ])('%s stays', (name, shown) => {
    expect(nameWithoutValues(name)).toBe(shown);
  });

  it.each([
    ['orders.4711.paid', 'orders.*.paid'],
    ['7', '*'],
    ['user:ada@example.com', 'user:*.com'],
    ['orders/0b1f3c1e-63a2-4f0a-9d3c-8c2f6b0a1d2e', 'orders/*'],
    ['tokens.abcdefghijklmnopqrstuvwxyzabcde', 'tokens.*'],
    ['höhe.set', '*.set'],
  ])('%s loses its values', (name, shown) => {
    expect(nameWithoutValues(name)).toBe(shown);
  });

  it('is cut where it is very long', () => {
    expect(nameWithoutValues('a.'.repeat(1_000))).toBe(`${'a.'.repeat(250)}…`);
  });
});
