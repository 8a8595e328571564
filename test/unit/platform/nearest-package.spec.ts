import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nearestPackage } from '../../../lib/platform/nearest-package.js';

describe('nearestPackage', () => {
  let root: string;
  let file: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'nearest-package-'));
    file = join(root, 'dist', 'cjs', 'main.js');
    await mkdir(join(root, 'dist', 'cjs'), { recursive: true });
    await writeFile(join(root, 'package.json'), '{ "name": "shop", "version": "1.2.3" }');
    await writeFile(join(root, 'dist', 'package.json'), '{ "name": "inner" }');
    await writeFile(join(root, 'dist', 'cjs', 'package.json'), '{ "type": "commonjs" }');
  });
  afterAll(() => rm(root, { recursive: true }));

  it('is the nearest one that has a name', () => {
    expect(nearestPackage(file)).toEqual({ directory: join(root, 'dist'), name: 'inner', version: undefined });
  });

  it('is the nearest one that has the given name', () => {
    expect(nearestPackage(file, 'shop')).toEqual({ directory: root, name: 'shop', version: '1.2.3' });
  });

  it('is none where no package has the name', () => {
    expect(nearestPackage(file, 'no-such-package')).toBeUndefined();
    expect(nearestPackage('/', 'no-such-package')).toBeUndefined();
  });
});
