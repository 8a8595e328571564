import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LoadedPackages } from '../../../../lib/instrumentation/libraries/loaded-packages.js';

/** Node's own, whose cache is that of the process: Jest has one of its own for each test file. */
const { createRequire } = process.getBuiltinModule('node:module');

describe('LoadedPackages', () => {
  let directory: string;

  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'monitor-packages-')));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const add = (folder: string, name: string): string => {
    const home = join(directory, folder, 'node_modules', name);
    mkdirSync(join(home, 'lib'), { recursive: true });
    writeFileSync(join(home, 'package.json'), JSON.stringify({ name, main: './lib' }));
    writeFileSync(join(home, 'lib', 'index.js'), `exports.home = ${JSON.stringify(folder)};`);
    writeFileSync(join(home, 'lib', 'part.js'), '');
    return home;
  };
  const load = (path: string): unknown => createRequire(join(directory, 'main.js'))(path);

  it('finds each loaded copy, nested ones and scoped names included', () => {
    const copies = [load(add('.', 'lp-driver')), load(add('node_modules/orm', 'lp-driver'))];
    const scoped = load(add('.', '@lp/driver'));
    expect(new Set(new LoadedPackages().copiesOf('lp-driver'))).toEqual(new Set(copies));
    expect(new LoadedPackages().copiesOf('@lp/driver')[0]).toBe(scoped);
  });

  it('finds the copy that the working directory resolves, outside node_modules', () => {
    const main = join(directory, 'linked.js');
    writeFileSync(main, 'exports.isLinked = true;');
    const linked = load(main);
    const packages = new LoadedPackages(from => {
      const { cache } = createRequire(from);
      return { cache, resolve: () => main };
    });
    expect(packages.copiesOf('lp-linked')).toEqual([linked]);
  });

  it('loads nothing, and ignores a package that only has a similar name', () => {
    add('.', 'lp-unused');
    load(add('.', 'lp-used-cursor'));
    load(join(add('.', 'lp-partly'), 'lib', 'part.js'));
    for (const name of ['lp-unused', 'lp-used', 'lp-partly', 'lp-missing'])
      expect(new LoadedPackages().copiesOf(name)).toEqual([]);
    expect(Object.keys(createRequire(directory).cache).filter(file => file.includes('lp-unused'))).toEqual([]);
  });

  it('returns nothing where the runtime has no such cache', () => {
    const broken = new LoadedPackages(() => {
      throw new Error('not implemented');
    });
    expect(broken.copiesOf('pg')).toEqual([]);
  });

  it('lists the loaded files once, however many packages are asked for: Jest answers slowly', () => {
    let listings = 0;
    const packages = new LoadedPackages(from => {
      const { cache, resolve } = createRequire(from);
      const counted = new Proxy(cache, {
        ownKeys: files => {
          listings += 1;
          return Reflect.ownKeys(files);
        },
      });
      return { cache: counted, resolve };
    });
    for (const name of ['lp-first', 'lp-second', '@lp/third']) packages.copiesOf(name);
    expect(listings).toBe(1);
  });

  it('returns a bounded number of copies', () => {
    for (let i = 0; i < 25; i += 1) load(add(`app${i}`, 'lp-many'));
    expect(new LoadedPackages().copiesOf('lp-many')).toHaveLength(20);
  });
});
