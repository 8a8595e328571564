import type { Recording, StackNode } from '../../recorder/recording.interface.js';
import type { Origin } from './source-map-lookup.js';

/** `webpack://app/./src/main.ts?1a2b` */
const BUNDLED = /^webpack:\/\/[^/]*\/+(?:\.\/)?([^?]+)/;

/**
 * Indices of the frames on the stacks of the recording's samples and blocks.
 *
 * @internal
 */
export function usedFrames({ frames, samples, blocks }: Recording): number[] {
  const seen = new Uint8Array(frames.length);
  const used: number[] = [];
  const addStack = (stack: number) => {
    for (let at = stack; at >= 0 && at < seen.length && seen[at] === 0; at = frames[at]?.parent ?? -1) {
      seen[at] = 1;
      used.push(at);
    }
  };
  for (const { stack } of samples) addStack(stack);
  for (const { stacks } of blocks) for (const stack of stacks) addStack(stack);
  return used;
}

/**
 * The frame at its place in the source.
 *
 * @param cwd the directory to which a bundler's sources are relative
 * @internal
 */
export function mapFrame(frame: StackNode, origin: Origin, cwd: string): StackNode {
  const [start, source, line, column, name] = origin;
  const url = sourceUrl(source, cwd);
  if (url === undefined) return frame;
  // V8's column is the start of the parameters. A name right before them is the function's own, and it was renamed. For
  // an anonymous function, the map may contain another name there, such as a parameter's.
  const isItsName = frame.name !== '' && start + frame.name.length === frame.column - 1;
  return {
    ...frame,
    url,
    line: line + 1,
    column: column + 1,
    name: isItsName && name !== undefined ? name : frame.name,
  };
}

function sourceUrl(source: string | undefined, cwd: string): string | undefined {
  if (source === undefined || source === '') return undefined;
  if (source.startsWith('file://') || source.startsWith('/')) return source;
  const bundled = BUNDLED.exec(source)?.[1];
  return bundled === undefined ? undefined : `${cwd.replaceAll('\\', '/').replace(/\/+$/, '')}/${bundled}`;
}
