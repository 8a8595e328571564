import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { whyNotSampled } from '../../../../lib/recorder/sampling/not-sampled.js';

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

  it('returns nothing for a process that Node does not measure', () => {
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
