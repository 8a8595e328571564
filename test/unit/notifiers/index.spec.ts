import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { builtInNotifiers } from '../../../lib/notifiers/index.js';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

describe('the built-in notifiers', () => {
  it('each run the contract', () => {
    const contracts = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.contract.spec.ts'))
      .map(file => /definition: (\w+),/.exec(readFileSync(`${FOLDER}${file}`, 'utf8'))?.[1]);
    expect(new Set(contracts).size).toBe(builtInNotifiers.length);
    expect(contracts).not.toContain(undefined);
  });

  it('each have an option and a class of their own', () => {
    expect(new Set(builtInNotifiers.map(({ options }) => options.option)).size).toBe(builtInNotifiers.length);
    expect(new Set(builtInNotifiers.map(({ provider }) => provider)).size).toBe(builtInNotifiers.length);
  });
});
