import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { whyNotSampled } from '../../../../lib/recorder/sampling/not-sampled.js';
import { samplingFault } from '../../../../lib/recorder/sampling/sampling-fault.js';
import { testRunner } from '../../../../lib/recorder/sampling/test-runner.js';

describe('whyNotSampled', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'monitor-config-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const config = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const why = (execArgv: string[], env: Record<string, string> = {}) => whyNotSampled({ execArgv, env });

  it('has nothing against a process that Node does not measure', () => {
    expect(why([])).toBeUndefined();
    expect(
      why(['--enable-source-maps', '--cpu'], { NODE_OPTIONS: '--inspect --heap-prof', NODE_V8_COVERAGE: '' }),
    ).toBeUndefined();
  });

  it.each([
    ['coverage', [], { NODE_V8_COVERAGE: '/tmp/c' }, 'coverage'],
    ['an argument', ['--cpu-prof'], {}, 'cpu-prof'],
    ['an argument with underscores', ['--cpu_prof'], {}, 'cpu-prof'],
    ['NODE_OPTIONS', [], { NODE_OPTIONS: '--enable-source-maps "--cpu-prof" --cpu-prof-dir=x' }, 'cpu-prof'],
  ])('names %s', (_, execArgv, env, text) => {
    expect(why(execArgv, env as Record<string, string>)).toContain(text);
  });

  it('finds --cpu-prof in the configuration file of Node', () => {
    const on = config('on.json', '{"nodeOptions":{"cpu-prof":true}}');
    expect(why([`--experimental-config-file=${on}`])).toContain(on);
    expect(why(['--experimental-config-file', on])).toContain(on);
    for (const text of ['{"nodeOptions":{"cpu-prof":false}}', '{"nodeOptions":{}}', '{}', 'null', 'no JSON'])
      expect(why([`--experimental-config-file=${config('off.json', text)}`])).toBeUndefined();
    expect(why([`--experimental-config-file=${join(folder, 'missing.json')}`])).toBeUndefined();
  });
});

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
    [undefined, 'refuses'],
  ])('is a clause for people, whatever was thrown', (error, text) => {
    expect(samplingFault(error, [])).toContain(text);
  });

  it('names --permission-audit, which takes the inspector away and throws a text', () => {
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
