import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { transformSync } from '@swc/core';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StackNode } from '../../../../lib/recorder/recording.interface.js';
import { LargeMapLookup } from '../../../../lib/report/source-maps/large-map-lookup.js';
import { SourceMapResolver } from '../../../../lib/report/source-maps/source-maps.js';
import { block, recordingOf, samplesOf } from '../../diagnosis/recordings.js';

const SOURCE = `interface Order {
  id: number;
}

export class OrdersService {
  private readonly rate: number = 2;

  async findOne(id: number): Promise<Order> {
    return [id].map(row => ({ id: row * this.rate }))[0] as Order;
  }
}

export function renderCsv(orders: Order[]): string {
  return orders.map(order => quoteField(order.id)).join();
}

function quoteField(value: number): string {
  return String(value);
}
`;

describe('SourceMapResolver', () => {
  const warn = jest.fn<(message: string) => void>();
  const logger = { warn };
  let root = '';
  let resolver: SourceMapResolver;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'source-maps-'));
    await mkdir(join(root, 'src'));
    await mkdir(join(root, 'dist'));
  });
  beforeEach(() => void warn.mockClear());
  afterEach(() => resolver.close());
  afterAll(() => rm(root, { recursive: true, force: true }));

  /** Compiles the fixture as a build does. @returns the generated file */
  async function compile(
    name: string,
    how: { inline?: boolean; mangle?: boolean; before?: string } = {},
  ): Promise<string> {
    const path = join(root, 'dist', `${name}.js`);
    const { code, map = '' } = transformSync((how.before ?? '') + SOURCE, {
      filename: join(root, 'src', `${name}.ts`),
      sourceFileName: `../src/${name}.ts`,
      sourceMaps: how.inline === true ? 'inline' : true,
      jsc: {
        parser: { syntax: 'typescript' },
        target: 'es2022',
        ...(how.mangle === true && { minify: { compress: false, mangle: { toplevel: true }, module: true } }),
      },
      configFile: false,
      swcrc: false,
    });
    await writeFile(path, how.inline === true ? code : `${code}\n//# sourceMappingURL=${name}.js.map\n`);
    if (how.inline !== true) await writeFile(`${path}.map`, map);
    return path;
  }

  /** The frame that V8 reports for a function: its column is the start of the parameters. */
  async function frameIn(path: string, name: string, text: string, url = pathToFileURL(path).href): Promise<StackNode> {
    const code = await readFile(path, 'utf8');
    const at = code.indexOf(text) + text.indexOf('(');
    const before = code.slice(0, at).split('\n');
    return { parent: -1, name, url, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }

  async function resolve(...frames: StackNode[]): Promise<readonly StackNode[]> {
    resolver = new SourceMapResolver(logger, { ownDirectory: join(root, 'own/'), cwd: root });
    const recording = recordingOf({ frames, samples: samplesOf(frames.map((_, index) => [index, 1] as const)) });
    return (await resolver.resolve(recording)).frames;
  }

  const sourceUrl = (name: string) => pathToFileURL(join(root, 'src', `${name}.ts`)).href;

  it.each([
    ['an external', false],
    ['an inline', true],
  ])('maps methods and functions through %s map', async (_, inline) => {
    const name = inline ? 'inlined' : 'external';
    const path = await compile(name, { inline });
    const [method, fn, arrow] = await resolve(
      await frameIn(path, 'findOne', 'findOne(id)'),
      await frameIn(path, 'renderCsv', 'renderCsv(orders)'),
      await frameIn(path, '', '(row)=>'),
    );
    expect(method).toMatchObject({ url: sourceUrl(name), line: 8, name: 'findOne' });
    expect(fn).toMatchObject({ url: sourceUrl(name), line: 13, name: 'renderCsv' });
    expect(arrow).toMatchObject({ url: sourceUrl(name), line: 9, name: '' });
  });

  it('restores the name of a renamed function, and never names a callback after its parameter', async () => {
    const path = await compile('mangled', { mangle: true });
    const code = await readFile(path, 'utf8');
    const short = /(?<!export )function (\w+)\(/.exec(code)?.[1] ?? '';
    const callback = /\(\w+\)=>/.exec(code)?.[0] ?? '';
    const [fn, arrow] = await resolve(
      await frameIn(path, short, `function ${short}(`),
      await frameIn(path, '', callback),
    );
    expect(short).not.toBe('quoteField');
    expect(fn).toMatchObject({ name: 'quoteField', line: 17 });
    expect(arrow).toMatchObject({ name: '', line: 9 });
  });

  it('maps absolute paths as well as file URLs, and the frames of blocks as well as of samples', async () => {
    const path = await compile('held');
    const frame = await frameIn(path, 'findOne', 'findOne(id)', path);
    resolver = new SourceMapResolver(logger, { ownDirectory: join(root, 'own/'), cwd: root });
    const { frames } = await resolver.resolve(
      recordingOf({ frames: [frame], blocks: [block(1_000, 1_100, 'POST /x', [0])] }),
    );
    expect(frames[0]).toMatchObject({ url: sourceUrl('held'), line: 8 });
  });

  it('does not map frames of libraries, the monitor or Node, nor frames on no stack', async () => {
    await mkdir(join(root, 'node_modules/x'), { recursive: true });
    await mkdir(join(root, 'own'), { recursive: true });
    const path = await compile('untouched');
    for (const directory of ['node_modules/x', 'own']) {
      await writeFile(join(root, directory, 'untouched.js'), await readFile(path));
      await writeFile(join(root, directory, 'untouched.js.map'), await readFile(`${path}.map`));
    }
    const place = await frameIn(path, 'findOne', 'findOne(id)');
    const given = [
      { ...place, url: join(root, 'node_modules/x/untouched.js') },
      { ...place, url: join(root, 'own/untouched.js') },
      { ...place, url: 'node:fs' },
      { ...place, url: '' },
      { ...place, line: 0, column: 0 },
    ];
    expect(await resolve(...given)).toEqual(given);
    const recording = recordingOf({ frames: [place] });
    expect(await resolver.resolve(recording)).toBe(recording);
  });

  it('maps bundled code to its sources', async () => {
    const path = await compile('bundle');
    const map = JSON.parse(await readFile(`${path}.map`, 'utf8')) as Record<string, unknown>;
    await writeFile(`${path}.map`, JSON.stringify({ ...map, sources: ['webpack://shop/./src/orders.ts?1a2b'] }));
    const [frame] = await resolve(await frameIn(path, 'findOne', 'findOne(id)'));
    expect(frame).toMatchObject({ url: `${root}/src/orders.ts`, line: 8 });
  });

  it('finds the map above other comments', async () => {
    const path = await compile('debuggable');
    await writeFile(path, `${await readFile(path, 'utf8')}//# debugId=7c3f\n\n`);
    const [frame] = await resolve(await frameIn(path, 'findOne', 'findOne(id)'));
    expect(frame).toMatchObject({ url: sourceUrl('debuggable'), line: 8 });
  });

  it('applies a source root', async () => {
    const path = await compile('rooted');
    const map = JSON.parse(await readFile(`${path}.map`, 'utf8')) as Record<string, unknown>;
    await writeFile(`${path}.map`, JSON.stringify({ ...map, sourceRoot: '../origin', sources: ['rooted.ts'] }));
    const [frame] = await resolve(await frameIn(path, 'findOne', 'findOne(id)'));
    expect(frame?.url).toBe(pathToFileURL(join(root, 'origin/rooted.ts')).href);
  });

  describe('large maps', () => {
    const filler = Array.from({ length: 12_000 }, (_, i) => `export const value${i} = { a: ${i}, b: [${i}] };`).join(
      '\n',
    );

    it.each([
      ['external', false],
      ['inline', true],
    ])('are read on another thread: %s', async (name, inline) => {
      const path = await compile(`large-${name}`, { inline, before: `${filler}\n` });
      const [frame] = await resolve(await frameIn(path, 'findOne', 'findOne(id)'));
      expect(frame).toMatchObject({ url: sourceUrl(`large-${name}`), line: 12_008 });
      expect((await readFile(inline ? path : `${path}.map`)).length).toBeGreaterThan(256 * 1024);
    });

    it('leave the frames unmapped when they are broken, and the thread keeps running', async () => {
      const path = await compile('large-broken', { before: `${filler}\n` });
      const map = await readFile(`${path}.map`, 'utf8');
      await writeFile(`${path}.map`, `${map.slice(0, -100)}`);
      const given = await frameIn(path, 'findOne', 'findOne(id)');
      const good = await compile('large-good', { before: `${filler}\n` });
      const frames = await resolve(given, await frameIn(good, 'findOne', 'findOne(id)'));
      expect(frames[0]).toEqual(given);
      expect(frames[1]).toMatchObject({ line: 12_008 });
    });

    it('leave the frames unmapped when the resolver is closed meanwhile; it works again later', async () => {
      const path = await compile('large-closed', { before: `${filler}\n` });
      const frames = [await frameIn(path, 'findOne', 'findOne(id)')];
      const recording = recordingOf({ frames, samples: samplesOf([[0, 1]]) });
      resolver = new SourceMapResolver(logger, { ownDirectory: join(root, 'own/'), cwd: root });
      const asked = resolver.resolve(recording);
      const closer = setInterval(() => void resolver.close(), 1);
      const answer = await asked;
      clearInterval(closer);
      expect(answer.frames).toEqual(frames);
      expect((await resolver.resolve(recording)).frames[0]).toMatchObject({ line: 12_008 });
    });

    it('start no thread and log no warning after the resolver was closed', async () => {
      const frames = await Promise.all(
        ['one', 'two'].map(async name =>
          frameIn(await compile(`large-${name}`, { before: `${filler}\n` }), 'findOne', 'findOne(id)'),
        ),
      );
      const recording = recordingOf({ frames, samples: samplesOf(frames.map((_, index) => [index, 1] as const)) });
      const startThread = jest.fn<() => never>();
      let closed: Promise<void> | undefined;
      const largeMaps = new LargeMapLookup(async () => {
        closed ??= resolver.close();
        await closed;
        return { startThread };
      });
      resolver = new SourceMapResolver(logger, { ownDirectory: join(root, 'own/'), cwd: root }, largeMaps);
      expect(await resolver.resolve(recording)).toBe(recording);
      expect(closed).toBeDefined();
      expect(startThread).not.toHaveBeenCalled();
      expect(warn).not.toHaveBeenCalled();
    });
  });

  it.each([
    ['is not JSON', 'not a map'],
    ['is JSON but not a map', '[1, 2]'],
    ['has mappings that cannot be read', '{"version":3,"sources":["a.ts"],"names":[],"mappings":"!!!!"}'],
    ['names no source', '{"version":3,"sources":[],"names":[],"mappings":"AAAA"}'],
    ['has sources that are not text', '{"version":3,"sources":[null, 7],"names":[],"mappings":"AAAA"}'],
  ])('leaves frames unmapped when the map %s', async (_, text) => {
    const path = await compile('broken');
    await writeFile(`${path}.map`, text);
    const given = await frameIn(path, 'findOne', 'findOne(id)');
    expect(await resolve(given)).toEqual([given]);
  });

  it('leaves frames unmapped when the file or its map is missing, not local, or not a file', async () => {
    const bare = join(root, 'dist/bare.js');
    await writeFile(bare, 'export function f() {}\n');
    const remote = join(root, 'dist/remote.js');
    await writeFile(remote, 'export function f() {}\n//# sourceMappingURL=https://127.0.0.1:1/x.map');
    const lost = join(root, 'dist/lost.js');
    await writeFile(lost, 'export function f() {}\n//# sourceMappingURL=lost.js.map');
    const directory = join(root, 'dist/loop.js');
    await writeFile(directory, 'export function f() {}\n//# sourceMappingURL=../src');
    const given = [bare, remote, lost, directory, join(root, 'nowhere.js'), join(root, 'src')].map(url => ({
      parent: -1,
      name: 'f',
      url,
      line: 1,
      column: 18,
    }));
    expect(await resolve(...given)).toEqual(given);
  });

  describe('a missing map', () => {
    async function degradedBy(ownDirectory: string | undefined, ...paths: string[]): Promise<readonly string[]> {
      const frames = paths.map(url => ({ parent: -1, name: 'f', url, line: 1, column: 18 }));
      const samples = samplesOf(frames.map((_, index) => [index, 1] as const));
      resolver = new SourceMapResolver(logger, { ownDirectory, cwd: root });
      const { degraded } = await resolver.resolve(recordingOf({ frames, samples }));
      expect((await resolver.resolve(recordingOf({ frames, samples }))).degraded).toEqual(degraded);
      return degraded;
    }

    async function fileWith(name: string, comment = ''): Promise<string> {
      const path = join(root, 'dist', name);
      await writeFile(path, `export function f() {}\n${comment}`);
      return path;
    }

    it('is in the report, and logged once with the remedy', async () => {
      const lost = await fileWith('gone.js', '//# sourceMappingURL=gone.js.map');
      const [sentence, ...more] = await degradedBy(join(root, 'own/'), lost);
      expect(sentence).toMatch(/^The source map of gone\.js cannot be used \(the file does not exist: deploy it too\)/);
      expect(more).toEqual([]);
      expect(warn.mock.calls).toEqual([[sentence]]);
    });

    it('is reported for a bundle, in which all code counts as the application’s', async () => {
      const [sentence, ...more] = await degradedBy(undefined, await fileWith('main.js'), await fileWith('chunk.js'));
      expect(sentence).toMatch(/is bundled, and main\.js \(and 1 more\) has no source map.*--sourcemap/);
      expect(more).toEqual([]);
      expect(warn.mock.calls).toEqual([[sentence]]);
    });

    it.each([
      ['a text', "const MARK = '//# sourceMappingURL=';\n"],
      ['a comment of a library in a bundle', '//# sourceMappingURL=index.js.map\nexport const main = 1;\n'],
    ])('is reported although %s names one', async (_, code) => {
      const [sentence] = await degradedBy(undefined, await fileWith('mentions.js', code));
      expect(sentence).toMatch(/mentions\.js has no source map/);
    });

    it('is reported for a file that a loader compiled in memory', async () => {
      const path = join(root, 'dist/compiled.ts');
      await writeFile(path, 'interface Row {}\n\nexport function f(): void {}\n');
      const [sentence] = await degradedBy(join(root, 'own/'), path);
      expect(sentence).toMatch(/^Functions of compiled\.ts have no line: a loader compiled the file/);
    });

    it('is not reported for plain JavaScript, which needs none', async () => {
      expect(await degradedBy(join(root, 'own/'), await fileWith('plain.js'))).toEqual([]);
      expect(warn).not.toHaveBeenCalled();
    });

    it('is not reported for a deleted file', async () => {
      expect(await degradedBy(join(root, 'own/'), join(root, 'dist/was-here.js'))).toEqual([]);
    });
  });

  it('keeps a map until its file changes', async () => {
    const path = await compile('changing');
    const frame = await frameIn(path, 'findOne', 'findOne(id)');
    const recording = recordingOf({ frames: [frame], samples: samplesOf([[0, 1]]) });
    resolver = new SourceMapResolver(logger, { ownDirectory: join(root, 'own/'), cwd: root });
    expect((await resolver.resolve(recording)).frames[0]?.line).toBe(8);
    await rm(`${path}.map`);
    expect((await resolver.resolve(recording)).frames[0]?.line).toBe(8);
    await utimes(path, new Date(), new Date(Date.now() + 10_000));
    expect((await resolver.resolve(recording)).frames[0]).toEqual(frame);
  });

  it('maps at most 2 000 places of one recording', async () => {
    const path = await compile('wide', {
      before: Array.from({ length: 2_500 }, (_, i) => `export function f${i}() {}`).join('\n') + '\n',
    });
    const lines = (await readFile(path, 'utf8')).split('\n');
    const frames = lines.slice(0, 2_300).map((_, i) => ({ parent: -1, name: 'f', url: path, line: i + 1, column: 1 }));
    const mapped = await resolve(...frames);
    expect(mapped.filter(({ url }) => url !== path)).toHaveLength(2_000);
  });
});
