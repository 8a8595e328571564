import { stat } from 'node:fs/promises';
import { TraceMap } from '@jridgewell/trace-mapping';
import { filePath, frameOrigin } from '../../diagnosis/frames/frames.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import { errorText } from '../../privacy/error-text.js';
import type { Recording, StackNode } from '../../recorder/recording.interface.js';
import { LackingMaps } from './lacking-maps.js';
import { ownDirectory } from '../../platform/own-directory.js';
import { LeastRecentlyUsed } from './source-map-cache.js';
import { findMap, type FoundMap } from './source-map-file.js';
import { lookUp, type Origin, type Position } from './source-map-lookup.js';
import { LargeMapLookup } from './large-map-lookup.js';
import { placeLoaded } from './loaded-file.js';
import { mapFrame, usedFrames } from './source-map-frames.js';
import { workingDirectory } from '../../platform/working-directory.js';

const MAX_POSITIONS = 2_000;
const MAX_MAPS = 32;

/** A file without a usable map. It is cached like a map. */
class NoMap {
  /** @param reason the map's fault; `undefined` when the file names none */
  constructor(readonly reason: string | undefined) {}
}

interface Places {
  readonly ownDirectory: string | undefined;
  readonly cwd: string;
}

type Origins = readonly (Origin | undefined)[];

/**
 * Maps the frames of compiled functions to their sources. Files are read only when a recording needs them. After any
 * failure the frames stay unmapped.
 *
 * @internal
 */
export class SourceMapResolver {
  private readonly maps = new LeastRecentlyUsed<FoundMap | NoMap>(MAX_MAPS);
  private closing = new AbortController();
  private warned = false;

  /**
   * @param places `ownDirectory` is the monitor's code, which is never mapped; absent in a bundle. `cwd` is the
   *   directory for sources of bundlers, which have none: `webpack://app/src/main.ts`
   */
  constructor(
    private readonly logger: Pick<MonitorLogger, 'warn'>,
    private readonly places: Places = { ownDirectory: ownDirectory(), cwd: workingDirectory() },
    private readonly largeMaps = new LargeMapLookup(),
  ) {}

  /** @returns the recording with mapped frames, or the same one when there is nothing to map; never rejects */
  async resolve(recording: Recording): Promise<Recording> {
    const { signal } = this.closing;
    try {
      const frames = [...recording.frames];
      const lacking = new LackingMaps();
      let changed = false;
      for (const [path, indices] of this.byFile(recording)) {
        const used = indices.map(index => recording.frames[index]).filter(frame => frame !== undefined);
        const origins = await this.originsOf(path, used.map(positionOf), signal);
        if (signal.aborted) return recording;
        const placed = origins instanceof NoMap ? await placeUnmapped(path, used, origins, lacking) : undefined;
        if (signal.aborted) return recording;
        for (const [at, index] of indices.entries()) {
          const [frame, origin] = [used[at], origins instanceof NoMap ? undefined : origins[at]];
          const mapped = frame && (origin ? mapFrame(frame, origin, this.places.cwd) : placed?.[at]);
          if (mapped === undefined || mapped === frame) continue;
          frames[index] = mapped;
          changed = true;
        }
      }
      const sentences = lacking.sentences(this.places.ownDirectory === undefined);
      this.warnOnce(sentences);
      if (!changed && sentences.length === 0) return recording;
      return { ...recording, frames, degraded: [...recording.degraded, ...sentences] };
    } catch {
      return recording;
    }
  }

  /** Drops all maps and ends the thread for large ones. Recordings in progress stay unmapped. */
  async close(): Promise<void> {
    this.closing.abort();
    this.closing = new AbortController();
    this.maps.clear();
    await this.largeMaps.close();
  }

  private warnOnce(sentences: readonly string[]): void {
    if (this.warned || sentences.length === 0) return;
    this.warned = true;
    this.logger.warn(sentences.join(' '));
  }

  /** The frames to map, by their files: at most 2 000 different places. */
  private byFile(recording: Recording): Map<string, number[]> {
    const files = new Map<string, number[]>();
    const places = new Set<string>();
    for (const index of usedFrames(recording)) {
      const frame = recording.frames[index];
      const path = frame === undefined ? undefined : filePath(frame.url);
      if (frame === undefined || path === undefined || frame.line < 1) continue;
      if (frameOrigin(frame.url, this.places.ownDirectory).of !== 'application') continue;
      const place = `${frame.line}:${frame.column} ${path}`;
      if (places.size >= MAX_POSITIONS && !places.has(place)) continue;
      places.add(place);
      const indices = files.get(path);
      if (indices === undefined) files.set(path, [index]);
      else indices.push(index);
    }
    return files;
  }

  private async originsOf(path: string, positions: readonly Position[], signal: AbortSignal): Promise<Origins | NoMap> {
    try {
      const map = await this.mapOf(path);
      if (map instanceof NoMap) return map;
      if (map instanceof TraceMap) return positions.map(position => lookUp(map, position));
      const found = await this.largeMaps.lookUp(map, positions, signal);
      return found ?? new NoMap(map.mayBeMissing === true ? undefined : 'it is broken, or took too long to read');
    } catch {
      return new NoMap(undefined);
    }
  }

  private async mapOf(path: string): Promise<FoundMap | NoMap> {
    const file = await stat(path);
    if (!file.isFile()) return new NoMap(undefined);
    const key = `${path} ${file.mtimeMs} ${file.size}`;
    const known = this.maps.get(key);
    if (known !== undefined) return known;
    const map = await findMap(path, file.size).then(
      found => found ?? new NoMap(undefined),
      (error: unknown) => new NoMap(reasonOf(error)),
    );
    this.maps.set(key, map);
    return map;
  }
}

/** The frames of a file without a usable map. Its fault is added to `lacking`. */
async function placeUnmapped(
  path: string,
  frames: readonly StackNode[],
  { reason }: NoMap,
  lacking: LackingMaps,
): Promise<readonly StackNode[]> {
  const loaded = reason === undefined ? await placeLoaded(path, frames) : undefined;
  if (loaded?.isLost === true) lacking.addLoaded(path);
  else lacking.add(path, reason);
  return loaded?.frames ?? frames;
}

/** Without the path, which does not belong into a report. */
function reasonOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return code === 'ENOENT' ? 'the file does not exist: deploy it too' : errorText(error);
}

/** V8 counts from 1 here, source maps from 0. */
function positionOf({ line, column }: StackNode): Position {
  return [line - 1, Math.max(0, column - 1)];
}
