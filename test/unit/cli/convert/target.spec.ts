import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { targetsOf } from '../../../../cli/convert/target.js';

describe('targetsOf', () => {
  const directory = mkdtempSync(join(tmpdir(), 'target-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each([
    [['reports/a.html'], undefined, ['reports/a.json']],
    [['reports/a.b.html', 'c'], undefined, ['reports/a.b.json', 'c.json']],
    [['a.html'], 'b.json', ['b.json']],
    [['a.html'], 'other/', ['other/a.json']],
    [['a.html', 'x/b.html'], directory, [join(directory, 'a.json'), join(directory, 'b.json')]],
  ])('converts %j to %j', async (sources, out, targets) => {
    expect(await targetsOf(sources, 'json', out)).toEqual(targets.map(target => resolve(target)));
  });

  it.each([
    [['a.json'], undefined, /a.json would be replaced by its own conversion/],
    [['a.html'], 'a.html', /a.html would be replaced by its own conversion/],
    [['x/a.html', 'y/a.html'], 'out/', /x\/a.html and y\/a.html would both become .*out\/a.json/],
    [['a.html', 'a.html'], undefined, /would both become/],
    [['a.html', 'b.html'], 'c.json', /--out c.json is one file, for 2 reports/],
  ])('refuses %j to %j', async (sources, out, fault) => {
    await expect(targetsOf(sources, 'json', out)).rejects.toThrow(fault);
  });
});
