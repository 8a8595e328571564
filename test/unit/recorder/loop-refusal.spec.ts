import { describe, expect, it } from '@jest/globals';
import { LoopRefusal, loopRefusal } from '../../../lib/recorder/loop-refusal.js';

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
  ])('accepts Node %s', node => {
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
  ])('rejects Node %s, and names %s', (node, next) => {
    expect(loopRefusal({ node })).toMatch(new RegExp(`Node ${node} .* update to ${next} or later`));
  });

  it('rejects runtimes without the hooks, for any Node version that they report', () => {
    expect(loopRefusal({ node: '26.3.0', bun: '1.4.5' })).toContain('Bun 1.4.5');
    expect(loopRefusal({ node: '26.3.0', deno: '2.9.6' })).toContain('Deno 2.9.6');
  });
});

describe('LoopRefusal', () => {
  it('is logged once, however often the recorder starts', () => {
    const lines: string[] = [];
    const refusal = new LoopRefusal({ bun: '1.4' }, { warn: line => lines.push(line) });
    refusal.log();
    refusal.log();
    expect(lines).toEqual([expect.stringMatching(/^Bun 1\.4 has .* Executions are timed, /)]);
    expect(new LoopRefusal({ node: '24.21.0' }, { warn: () => undefined }).reason).toBeUndefined();
  });
});
