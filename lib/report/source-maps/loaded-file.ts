import { readFile, stat } from 'node:fs/promises';
import type { StackNode } from '../../recorder/recording.interface.js';
import { compareFunctions, isNamedIn } from './function-place.js';
import { loadedMaps, type PlaceOf } from './loaded-maps.js';

const TYPESCRIPT = /\.[cm]?tsx?$/i;
/** Code of this size is bundled, and no loader compiled it. */
const MAX_BYTES = 2 * 1024 * 1024;

/** Frames of one file. Their `line` is 0 where it could not be found. @internal */
export interface LoadedFrames {
  readonly frames: readonly StackNode[];
  /** True when a loader compiled the file, and its source map was not found. */
  readonly isLost: boolean;
}

/**
 * The frames of a file that names no source map. A loader may have compiled it in memory: ts-node, swc-node, tsx, Jest
 * or Vitest. V8 then reports lines of that code with the name of the source. The text of the file decides: a function
 * that is not at its place in the file is mapped. In TypeScript, it has no line without a map.
 *
 * @param path the file of all frames
 * @internal
 */
export async function placeLoaded(
  path: string,
  frames: readonly StackNode[],
  maps = loadedMaps(frames[0]?.url ?? path),
): Promise<LoadedFrames> {
  const isTypeScript = TYPESCRIPT.test(path);
  const unchanged = { frames, isLost: false };
  if (!isTypeScript && maps.length === 0) return unchanged;
  const lines = await linesOf(path);
  const { compared, found } = compareFunctions(lines, frames);
  if (found > 0 && found * 2 >= compared) return unchanged;
  for (const placeOf of maps) {
    const mapped = mapAll(frames, placeOf, lines);
    if (mapped !== undefined) return { frames: mapped, isLost: false };
  }
  // Most JavaScript is loaded without a change, and the tools that compile it have its map.
  if (!isTypeScript) return unchanged;
  return { frames: frames.map(frame => ({ ...frame, line: 0 })), isLost: true };
}

/** @returns `undefined` when most functions are not in the lines of their places: the map is not that of this code */
function mapAll(frames: readonly StackNode[], placeOf: PlaceOf, lines: readonly string[]): StackNode[] | undefined {
  const mapped: StackNode[] = [];
  let wrong = 0;
  for (const frame of frames) {
    const place = placeOf(frame);
    if (place === undefined || !isNamedIn(lines[place.line - 1] ?? '', frame.name)) wrong += 1;
    mapped.push(place === undefined ? { ...frame, line: 0 } : { ...frame, ...place });
  }
  return wrong * 2 > frames.length ? undefined : mapped;
}

/** Empty for a file that cannot be read or is too large. */
async function linesOf(path: string): Promise<readonly string[]> {
  try {
    const { size } = await stat(path);
    return size > MAX_BYTES ? [] : (await readFile(path, 'utf8')).split('\n');
  } catch {
    return [];
  }
}
