import type { Evidence } from '../evidence.interface.js';
import { showName } from '../frames/names.js';
import type { SpanGroup } from '../span-groups.js';

/** The work that was done again after each pause. @internal */
export interface Retries {
  /** The method that was called between the pauses: `PaymentService.capture`. */
  readonly name: string;
  readonly calls: number;
  /** The operation that failed in it, and how often; absent when none failed. */
  readonly failed?: { readonly label: string; readonly count: number };
}

/**
 * Finds the method that was called before, between and after the pauses of a group of spans, one call each. It is called
 * by the pausing method, or beside it.
 *
 * @param pausing index of the group
 * @returns `undefined` when there is none, or when several methods qualify
 * @internal
 */
export function retriesBetween(pausing: number, pauses: number, evidence: Evidence): Retries | undefined {
  const { groups } = evidence.groups;
  const own = groups[pausing];
  if (own === undefined || pausing === 0) return undefined;
  const isBeside = (group: SpanGroup): boolean => group.parent === own.parent && isInTurn(group.spans, own.spans);
  const isCalled = (group: SpanGroup): boolean => group.parent === pausing && isInTurn(group.spans, []);
  const found = groups.flatMap((group, index) =>
    index !== pausing && group.calls === pauses + 1 && (isBeside(group) || isCalled(group)) ? [index] : [],
  );
  const [only, ...others] = found;
  const group = groups[only ?? -1];
  if (only === undefined || group === undefined || others.length > 0) return undefined;
  const failed = failuresIn(only, evidence);
  return { name: group.name, calls: group.calls, ...(failed !== undefined && { failed }) };
}

/** True when each call begins after the one before has ended, with one pause between them where pauses are spans. */
function isInTurn(calls: SpanGroup['spans'], pauses: SpanGroup['spans']): boolean {
  return calls.every(({ start }, index) => {
    const before = calls[index - 1];
    if (before === undefined) return true;
    const pause = pauses[index - 1] ?? before;
    return before.end <= start && (pause === before || (pause.start >= before.end && pause.end <= start));
  });
}

function failuresIn(group: number, { recording, groups: { groupOf } }: Evidence): Retries['failed'] {
  let label: string | undefined;
  let count = 0;
  for (const operation of recording.operations) {
    if (operation.failed === 0 || groupOf[operation.span] !== group) continue;
    if (label !== undefined && label !== operation.label) return undefined;
    ({ label } = operation);
    count += operation.failed;
  }
  return label === undefined ? undefined : { label: showName(label), count };
}
