import { Stepper } from '../../platform/stepper.js';
import type { Recording } from '../../recorder/recording.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { showName } from '../frames/names.js';
import type { SpanGroups } from '../span-groups.js';
import type { Wait } from '../timeline/phases.js';
import { NO_OPERATION } from '../timeline/operation-finder.js';
import type { WaitOperations } from '../timeline/wait-operations.js';
import { GroupReplies } from './reply-order.js';

/**
 * The replies of an execution that no library recorded as operations, by the server and by the spans that awaited them.
 *
 * @internal
 */
export class Replies {
  private constructor(private readonly byGroup: ReadonlyMap<string, GroupReplies>) {}

  /** @param operations replies of recorded operations are left out */
  static *of({ slices }: Recording, { groupOf }: SpanGroups, operations: WaitOperations): Steps<Replies> {
    const stepper = new Stepper();
    const byGroup = new Map<string, GroupReplies>();
    let index = 0;
    let reached = -Infinity;
    let isOperation = false;
    let last = 0;
    for (const {
      start,
      end,
      span,
      waiter = span,
      cause,
      connection,
      isPipelined = false,
      isTogether = false,
    } of slices) {
      if (stepper.isDue()) yield;
      const waited = start > reached;
      if (waited) isOperation = operations.before(index) !== NO_OPERATION;
      index++;
      reached = end;
      if (connection === undefined || cause === undefined || isOperation) continue;
      const isBeside = isTogether || (!waited && connection !== last);
      last = connection;
      const key = groupKey(groupOf[waiter] ?? 0, cause.on, showName(cause.label));
      const replies = byGroup.get(key) ?? new GroupReplies();
      byGroup.set(key, replies);
      replies.add(start, connection, { isBeside, isPipelined });
    }
    return new Replies(byGroup);
  }

  /** `undefined` when the group of spans read no reply there. */
  ofWait(group: number, { on, label }: Wait): GroupReplies | undefined {
    return this.byGroup.get(groupKey(group, on, label));
  }
}

function groupKey(group: number, on: string, label: string): string {
  return `${group} ${on} ${label}`;
}
