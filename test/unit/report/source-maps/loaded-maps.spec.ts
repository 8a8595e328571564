import { afterEach, describe, expect, it } from '@jest/globals';
import { AssertionError } from 'node:assert';
import { loadedMaps } from '../../../../lib/report/source-maps/loaded-maps.js';

const URL = 'file:///app/src/main.ts';
const frame = { parent: -1, name: 'f', url: URL, line: 3, column: 7 };
interface StackHook {
  prepareStackTrace: unknown;
}

const AppError = Error as StackHook;
const NodeError = Object.getPrototypeOf(AssertionError) as StackHook;

describe('the maps of tools that rewrite stack traces', () => {
  const before = [AppError.prepareStackTrace, NodeError.prepareStackTrace];

  afterEach(() => {
    [AppError.prepareStackTrace, NodeError.prepareStackTrace] = before;
  });

  function placeBy(prepare: unknown, of: 'application' | 'node' = 'application') {
    AppError.prepareStackTrace = undefined;
    NodeError.prepareStackTrace = undefined;
    (of === 'node' ? NodeError : AppError).prepareStackTrace = prepare;
    const maps = loadedMaps(URL);
    return { maps: maps.length, place: maps[0]?.(frame) };
  }

  /** Maps one file, as `source-map-support` does: it copies the methods of the call site. */
  const mapping = (file: string) => (error: Error, sites: NodeJS.CallSite[]) =>
    sites.map(site => {
      const copy = Object.fromEntries(
        Object.getOwnPropertyNames(Object.getPrototypeOf(site)).map(name => [
          name,
          () => (site as unknown as Record<string, () => unknown>)[name]?.(),
        ]),
      ) as unknown as NodeJS.CallSite;
      const isMapped = copy.getFileName() === file && !copy.isNative() && !copy.isEval();
      const [line, column] = isMapped ? [22, 4] : [copy.getLineNumber(), copy.getColumnNumber()];
      return `${error.name}: ${error.message}\n    at ${copy.getFileName()}:${line}:${column}`;
    })[0];

  it.each([
    ['required code', '/app/src/main.ts'],
    ['imported code', URL],
  ])('have places of %s', (_, file) => {
    expect(placeBy(mapping(file))).toEqual({ maps: 1, place: { line: 22, column: 4 } });
  });

  it('are found outside a sandbox, too', () => {
    expect(placeBy(mapping(URL), 'node')).toMatchObject({ place: { line: 22, column: 4 } });
  });

  it.each([
    ['has no map of the file', mapping('/app/src/other.ts')],
    ['returns the call sites', (_: Error, sites: NodeJS.CallSite[]) => sites],
    ['returns no place', () => 'Error: place\n    at <anonymous>'],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
  ])('have no place where the tool %s', (_, prepare) => {
    expect(placeBy(prepare)).toEqual({ maps: 1, place: undefined });
  });

  it('are none without such a tool', () => {
    expect(placeBy(undefined).maps).toBe(0);
  });
});
