import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StackNode } from '../../../../lib/recorder/recording.interface.js';
import { placeLoaded } from '../../../../lib/report/source-maps/loaded-file.js';
import type { PlaceOf } from '../../../../lib/report/source-maps/loaded-maps.js';

/** Functions on lines 6 and 10, an anonymous one on line 7. */
const SOURCE = `interface Order {
  id: number;
}

export class OrdersService {
  findOne<T>(id: number): T[] {
    return [id].map(row => ({ id: row }) as T);
  }

  renderCsv(orders: Order[]): string {
    return orders.join();
  }
}
`;

const frame = (name: string, line: number, column: number): StackNode => ({ parent: -1, name, url: '', line, column });

/** As Node loads it, with blanks in place of the types. */
const AS_WRITTEN = [frame('findOne', 6, 13), frame('renderCsv', 10, 12), frame('', 7, 21)];
/** As a compiler writes it, without the interface. */
const COMPILED = [frame('findOne', 2, 12), frame('renderCsv', 6, 14), frame('', 3, 25)];

const fourBelow: PlaceOf = ({ line, column }) => ({ line: line + 4, column });
const wrong: PlaceOf = ({ line, column }) => ({ line: line + 9, column });
const empty: PlaceOf = () => undefined;

const linesOf = ({ frames }: { frames: readonly StackNode[] }) => frames.map(({ line }) => line);

describe('the frames of a file that names no source map', () => {
  let root = '';

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'loaded-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  async function place(name: string, frames: readonly StackNode[], maps: PlaceOf[], source = SOURCE) {
    const path = join(root, name);
    await writeFile(path, source);
    const url = pathToFileURL(path).href;
    return placeLoaded(
      path,
      frames.map(each => ({ ...each, url })),
      maps,
    );
  }

  it.each(['a.ts', 'a.mts', 'a.tsx', 'a.js'])(
    'keep their lines where the functions are in the file: %s',
    async name => {
      const placed = await place(name, AS_WRITTEN, [wrong]);
      expect(linesOf(placed)).toEqual([6, 10, 7]);
      expect(placed.isLost).toBe(false);
    },
  );

  it.each(['a.ts', 'a.js'])('have the lines of the first map that leads to the functions: %s', async name => {
    const placed = await place(name, COMPILED, [empty, wrong, fourBelow]);
    expect(linesOf(placed)).toEqual([6, 10, 7]);
    expect(placed.isLost).toBe(false);
  });

  it.each([
    ['no map', []],
    ['a map of other code', [wrong]],
    ['an empty map', [empty]],
  ])('have no line with %s', async (_, maps) => {
    const placed = await place('a.ts', COMPILED, maps);
    expect(linesOf(placed)).toEqual([0, 0, 0]);
    expect(placed.isLost).toBe(true);
    expect(placed.frames.map(({ name }) => name)).toEqual(['findOne', 'renderCsv', '']);
  });

  it('have no line where the map has no place for one of them', async () => {
    const partly: PlaceOf = at => (at.name === 'renderCsv' ? undefined : fourBelow(at));
    expect(linesOf(await place('a.ts', COMPILED, [partly]))).toEqual([6, 0, 7]);
  });

  it('have no line when TypeScript cannot be read, or is too large', async () => {
    expect(linesOf(await placeLoaded(join(root, 'gone.ts'), AS_WRITTEN, []))).toEqual([0, 0, 0]);
    const large = SOURCE + ' '.repeat(2 * 1024 * 1024);
    expect(linesOf(await place('large.ts', AS_WRITTEN, [], large))).toEqual([0, 0, 0]);
  });

  it('stay unchanged for JavaScript that no tool maps, or that cannot be compared', async () => {
    expect(await place('a.js', COMPILED, [])).toMatchObject({ isLost: false });
    expect(linesOf(await place('a.js', COMPILED, []))).toEqual([2, 6, 3]);
    expect(linesOf(await placeLoaded(join(root, 'gone.js'), AS_WRITTEN, [wrong]))).toEqual([6, 10, 7]);
    expect(linesOf(await place('a.js', [frame('<static_initializer>', 3, 1)], [empty]))).toEqual([3]);
    expect(linesOf(await place('a.js', COMPILED, [empty, wrong]))).toEqual([2, 6, 3]);
  });
});
