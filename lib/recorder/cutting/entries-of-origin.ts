import { Stepper } from '../../platform/stepper.js';
import type { Steps } from '../../platform/steps.js';
import type { Execution } from '../../tracing/execution.js';
import { originsOf, type ExecutionOrigin } from '../../tracing/execution-origin.js';
import type { LogChunk } from '../log/log-chunk.js';
import type { Segment } from '../log/segment.js';

/**
 * The log as one execution reads it. An execution that began in another one has entries under that one's id: they are its
 * own in the copies. For any other execution, the segments are the same objects. Can be interrupted.
 *
 * @internal
 */
export function* withEntriesOfOrigin(segments: readonly Segment[], execution: Execution): Steps<readonly Segment[]> {
  if (execution.origin === undefined) return segments;
  const origins = [...originsOf(execution)].reverse();
  const stepper = new Stepper();
  const read: Segment[] = [];
  for (const segment of segments) {
    const chunks: LogChunk[] = [];
    for (const chunk of segment.chunks) {
      const copy = chunk.trimmed();
      for (let i = 0; i < copy.length; i++) {
        if (stepper.isDue()) yield;
        takeEntry(copy, i, origins, execution.id);
      }
      chunks.push(copy);
      yield;
    }
    read.push({ ...segment, chunks });
  }
  return read;
}

/** @param origins the first one first: an entry may have moved twice */
function takeEntry({ owners, spans }: LogChunk, i: number, origins: readonly ExecutionOrigin[], id: number): void {
  for (const [at, { id: from, places }] of origins.entries()) {
    const place = owners[i] === from ? (places[spans[i] ?? 0] ?? -1) : -1;
    if (place < 0) continue;
    owners[i] = origins[at + 1]?.id ?? id;
    spans[i] = place;
  }
}
