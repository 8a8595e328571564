import { describe, expect, it } from '@jest/globals';
import { testRunner } from '../../../../lib/recorder/sampling/test-runner.js';

describe('testRunner', () => {
  it.each([
    [{ JEST_WORKER_ID: '1' }, 'Jest'],
    [{ VITEST: 'true' }, 'Vitest'],
    [{ NODE_TEST_CONTEXT: 'child-v8' }, 'node:test'],
    [{ NODE_ENV: 'test' }, undefined],
    [{}, undefined],
  ])('of %j is %s', (env, runner) => {
    expect(testRunner(env)).toBe(runner);
  });
});
