import type { Span } from '../../tracing/execution.js';
import { chunksOf, MAX_SEARCHED, type LogPart } from './reassignment.js';

/**
 * Charges `span` for the code of `parent` since the start of `span`: changes the entries since then, and adds one at the
 * start. Code of other spans in between keeps its owner.
 *
 * @param log its parts, newest first
 * @internal
 */
export function narrowEntries(log: readonly LogPart[], parent: Span, span: Span): void {
  const { id } = parent.execution;
  const { start, index } = span;
  let left = MAX_SEARCHED;
  for (const chunk of chunksOf(log)) {
    const { times, owners, spans } = chunk;
    for (let i = chunk.length - 1; i >= 0; i--) {
      if (left-- === 0) return;
      const isParents = owners[i] === id && spans[i] === parent.index;
      if ((times[i] ?? 0) < start) {
        if (isParents) chunk.insert(i + 1, start, id, index);
        return;
      }
      if (isParents) spans[i] = index;
    }
  }
}
