import { describe, expect, it } from '@jest/globals';
import { SafeHooks } from '../../../../lib/instrumentation/libraries/safe-hooks.js';

describe('SafeHooks', () => {
  it('reports the first failure, and runs no hook after it', () => {
    const failures: unknown[] = [];
    const calls: unknown[] = [];
    const hooks = new SafeHooks(error => failures.push(error));
    const error = new Error('broken');
    const works = hooks.of((value: number) => void calls.push(value));
    const breaks = hooks.of(() => {
      throw error;
    });
    works(1);
    breaks();
    breaks();
    works(2);
    expect(calls).toEqual([1]);
    expect(failures).toEqual([error]);
  });

  it('runs none after its end', () => {
    const calls: unknown[] = [];
    const hooks = new SafeHooks(error => calls.push(error));
    const hook = hooks.of(() => void calls.push('called'));
    hooks.end();
    hook();
    expect(calls).toEqual([]);
  });
});
