import { workingDirectory } from './working-directory.js';
import { stat } from 'node:fs/promises';
import { TraceMap } from '@jridgewell/trace-mapping';
import { filePath, frameOrigin } from '../diagnosis/frames.js';
import type { Recording, StackNode } from '../recorder/recording.interface.js';
import { ownDirectory } from './own-directory.js';
import { LeastRecentlyUsed } from './source-map-cache.js';
import { findMap, type FoundMap } from './source-map-file.js';
import { lookUp, type Origin, type Position } from './source-map-lookup.js';
import { SourceMapWorker } from './source-map-worker.js';
import { mapFrame, usedFrames } from './source-map-frames.js';

const MAX_POSITIONS = 2_000;
const MAX_MAPS = 32;

/** A file without a map, or with a broken one: as worth remembering as a map. */
const NO_MAP = Symbol('no map');

/**
 * Shows the application's compiled functions where they were written. Files are read when a recording needs them, never
 * before; whatever fails leaves the frames as they are.
 *
 * @internal
 */
export class SourceMapResolver {
  private readonly maps = new LeastRecentlyUsed<FoundMap | typeof NO_MAP>(MAX_MAPS);
  private readonly worker = new SourceMapWorker();

  /**
   * @param own absolute path of this package's code, whose frames are never mapped: they are known by it
   * @param cwd what the sources of bundlers, which name no directory (`webpack://app/src/main.ts`), are relative to
   */
  constructor(
    private readonly own: string | undefined = ownDirectory(),
    private readonly cwd: string = workingDirectory(),
  ) {}

  /** The recording with its frames mapped, or the very same when there is nothing to map. Never rejects. */
  async resolve(recording: Recording): Promise<Recording> {
    try {
      const frames = [...recording.frames];
      let changed = false;
      for (const [path, indices] of this.byFile(recording)) {
        const used = indices.map(index => recording.frames[index]).filter(frame => frame !== undefined);
        const origins = await this.originsOf(path, used.map(positionOf));
        for (const [at, index] of indices.entries()) {
          const [frame, origin] = [recording.frames[index], origins?.[at]];
          if (frame === undefined || origin === undefined) continue;
          frames[index] = mapFrame(frame, origin, this.cwd);
          changed = true;
        }
      }
      return changed ? { ...recording, frames } : recording;
    } catch {
      return recording;
    }
  }

  /** Forgets all maps and ends the thread that reads large ones. */
  async close(): Promise<void> {
    this.maps.clear();
    await this.worker.close();
  }

  /** The frames to map, by the file they are in: no more than 2 000 different places. */
  private byFile(recording: Recording): Map<string, number[]> {
    const files = new Map<string, number[]>();
    const places = new Set<string>();
    for (const index of usedFrames(recording)) {
      const frame = recording.frames[index];
      const path = frame === undefined ? undefined : filePath(frame.url);
      if (frame === undefined || path === undefined || frame.line < 1) continue;
      if (frameOrigin(frame.url, this.own).of !== 'application') continue;
      const place = `${frame.line}:${frame.column} ${path}`;
      if (places.size >= MAX_POSITIONS && !places.has(place)) continue;
      places.add(place);
      const indices = files.get(path);
      if (indices === undefined) files.set(path, [index]);
      else indices.push(index);
    }
    return files;
  }

  private async originsOf(
    path: string,
    positions: readonly Position[],
  ): Promise<readonly (Origin | undefined)[] | undefined> {
    try {
      const map = await this.mapOf(path);
      if (map === NO_MAP) return undefined;
      if (!(map instanceof TraceMap)) return await this.worker.lookUp(map, positions);
      return positions.map(position => lookUp(map, position));
    } catch {
      return undefined;
    }
  }

  private async mapOf(path: string): Promise<FoundMap | typeof NO_MAP> {
    const file = await stat(path);
    if (!file.isFile()) return NO_MAP;
    const key = `${path} ${file.mtimeMs} ${file.size}`;
    const known = this.maps.get(key);
    if (known !== undefined) return known;
    const map = await findMap(path, file.size).catch(() => undefined);
    this.maps.set(key, map ?? NO_MAP);
    return map ?? NO_MAP;
  }
}

/** V8 counts from 1 here, source maps from 0. */
function positionOf({ line, column }: StackNode): Position {
  return [line - 1, Math.max(0, column - 1)];
}
