import { describe, expect, it } from '@jest/globals';
import { samplingFault, testRunner } from '../../../../lib/recorder/sampling/sampling-obstacles.js';

describe('samplingFault', () => {
  it.each([
    [
      Object.assign(new Error('Access to this API has been restricted'), { code: 'ERR_ACCESS_DENIED' }),
      '--allow-inspector',
    ],
    [
      Object.assign(new Error('Inspector is not available'), { code: 'ERR_INSPECTOR_NOT_AVAILABLE' }),
      'has no inspector',
    ],
    [new Error('Node measures coverage'), 'Node measures coverage'],
    ['This Environment was initialized without a V8::Inspector', 'has no inspector'],
    [undefined, 'the inspector fails'],
  ])('is a clause for each thrown value', (error, text) => {
    expect(samplingFault(error, [])).toContain(text);
  });

  it('names --permission-audit, which disables the inspector and throws a string', () => {
    expect(samplingFault('no inspector', ['--permission-audit'])).toContain('--permission-audit');
  });
});

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
