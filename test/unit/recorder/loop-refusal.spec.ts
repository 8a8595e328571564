import { describe, expect, it } from '@jest/globals';
import { loopRefusal } from '../../../lib/recorder/loop-refusal.js';

describe('loopRefusal', () => {
  it.each([
    '20.20.0',
    '20.21.3',
    '22.22.0',
    '22.30.1',
    '24.13.0',
    '24.21.0',
    '25.3.0',
    '26.0.0',
    '27.1.0',
    '26.0.0-nightly',
  ])('has nothing against Node %s', node => {
    expect(loopRefusal({ node })).toBeUndefined();
  });

  it.each([
    ['20.19.0', '20.20'],
    ['20.19.6', '20.20'],
    ['22.12.0', '22.22'],
    ['22.21.1', '22.22'],
    ['24.0.0', '24.13'],
    ['24.12.0', '24.13'],
    ['25.2.1', '25.3'],
    ['23.11.0', '24.13'],
  ])('refuses Node %s, and names %s', (node, next) => {
    expect(loopRefusal({ node })).toMatch(new RegExp(`Node ${node} .* update to ${next} or later`));
  });

  it('refuses runtimes that lack the hooks, whichever Node they speak for', () => {
    expect(loopRefusal({ node: '26.3.0', bun: '1.4.5' })).toContain('Bun 1.4.5');
    expect(loopRefusal({ node: '26.3.0', deno: '2.9.6' })).toContain('Deno 2.9.6');
  });
});
