import type { MonotonicMs } from '../../model/execution.interface.js';
import type { ProcessorUse } from '../processor/processor-use.interface.js';
import type { CpuProfile } from '../sampling/cpu-profile.interface.js';
import type { LogChunk } from './log-chunk.js';

/** Other work of at least this length is a blocked interval, and keeps its owners when a segment is thinned. */
export const BLOCK_FLOOR_MS = 20;

/** Approximate memory of a profile's node and sample. */
const NODE_BYTES = 300;
const SAMPLE_BYTES = 16;

/**
 * The recorder's data between two rotations.
 *
 * @internal
 */
export interface Segment {
  readonly start: MonotonicMs;
  readonly end: MonotonicMs;
  readonly chunks: readonly LogChunk[];
  /** More than one when another application in the process rotated the sampler in between. */
  readonly profiles: readonly CpuProfile[];
  /** `undefined` where the kernel reports no figures. */
  readonly use: ProcessorUse | undefined;
  readonly thinned: boolean;
  readonly logBytes: number;
  readonly profileBytes: number;
}

/** @internal */
export function makeSegment(
  start: MonotonicMs,
  end: MonotonicMs,
  chunks: readonly LogChunk[],
  profiles: readonly CpuProfile[],
  use?: ProcessorUse,
  thinned = false,
): Segment {
  const logBytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  const profileBytes = profiles.reduce(
    (sum, { nodes, samples }) => sum + nodes.length * NODE_BYTES + (samples?.length ?? 0) * SAMPLE_BYTES,
    0,
  );
  return { start, end, chunks, profiles, use, thinned, logBytes, profileBytes };
}
