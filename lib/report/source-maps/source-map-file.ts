import { open, readFile, stat } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TraceMap } from '@jridgewell/trace-mapping';
import { parseMap } from './source-map-lookup.js';
import type { LargeMap } from './large-map-lookup.js';

/** The comment that names the map is at the end of the file. */
const TAIL_BYTES = 64 * 1024;
/** Maps up to this size are parsed on the application's thread: up to 0.1 ms for each kilobyte of mappings. */
const MAX_ON_LOOP_BYTES = 32 * 1024;
const MAX_MAP_BYTES = 32 * 1024 * 1024;
const NAMING_COMMENT = /\/\/[#@]\s+sourceMappingURL=([^\s'"`]+)\s*$/;
const OTHER_COMMENT = /^\s*(?:\/\/.*)?$/;

/** A generated file's source map: parsed, or too large for the application's thread. @internal */
export type FoundMap = TraceMap | LargeMap;

/**
 * Finds the source map of a generated file.
 *
 * @returns `undefined` when the file names none
 * @throws Error, by rejecting: a file cannot be read; a map is broken, not in a file, or larger than 32 MB
 * @internal
 */
export async function findMap(path: string, size: number): Promise<FoundMap | undefined> {
  const tail = await readTail(path, size);
  const reference = namedBy(tail);
  const fileUrl = pathToFileURL(path);
  if (reference === undefined) {
    // An inline map is one line. When the tail is a part of one line, the mark may precede it.
    const mayBeInline = size > TAIL_BYTES && size <= MAX_MAP_BYTES && !tail.trimEnd().includes('\n');
    return mayBeInline ? { path, inline: true, mayBeMissing: true, mapUrl: fileUrl.href } : undefined;
  }
  if (reference.startsWith('data:')) {
    if (reference.length > MAX_ON_LOOP_BYTES) return { path, inline: true, mapUrl: fileUrl.href };
    return parseMap(decodeData(reference), fileUrl.href);
  }
  const mapUrl = new URL(reference, fileUrl);
  if (mapUrl.protocol !== 'file:') throw new Error(`it is not in a file, but at ${mapUrl.protocol}`);
  const mapPath = fileURLToPath(mapUrl);
  const map = await stat(mapPath);
  if (!map.isFile()) throw new Error('it is not a file');
  if (map.size > MAX_MAP_BYTES) throw new Error('it is larger than 32 MB');
  if (map.size > MAX_ON_LOOP_BYTES) return { path: mapPath, inline: false, mapUrl: mapUrl.href };
  return parseMap(await readFile(mapPath, 'utf8'), mapUrl.href);
}

/**
 * Only a comment at the end of the file names its map. Code about source maps has the same words in its texts, and
 * bundled libraries have comments of their own.
 */
function namedBy(tail: string): string | undefined {
  for (const line of tail.trimEnd().split('\n').toReversed()) {
    const reference = NAMING_COMMENT.exec(line)?.[1];
    if (reference !== undefined || !OTHER_COMMENT.test(line)) return reference;
  }
  return undefined;
}

async function readTail(path: string, size: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const length = Math.min(size, TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function decodeData(url: string): string {
  const comma = url.indexOf(',');
  const data = url.slice(comma + 1);
  const isBase64 = url.slice(0, comma).endsWith(';base64');
  return isBase64 ? Buffer.from(data, 'base64').toString('utf8') : decodeURIComponent(data);
}
