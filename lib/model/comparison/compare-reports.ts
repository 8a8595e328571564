import type { Report } from '../report.interface.js';
import { changeOf, changesOf, type Change } from './change.js';
import { functionsOf, operationsOf, partsOf, spansOf } from './quantities.js';

/** The changes from one report of an endpoint to another one. @internal */
export interface ReportChanges {
  readonly duration: Change;
  /** The parts of the wall time. Their changes add up to that of the duration. */
  readonly accounting: readonly Change[];
  /** Methods, by wall time. */
  readonly spans: readonly Change[];
  /** Functions, by their own CPU time. */
  readonly functions: readonly Change[];
  /** Requests to other servers. */
  readonly operations: readonly Change[];
}

/** True when both reports are about one endpoint. @internal */
export function isSameEndpoint(one: Report, other: Report): boolean {
  return one.execution.kind === other.execution.kind && one.execution.name === other.execution.name;
}

/** Compares two reports of one endpoint. @internal */
export function reportChanges(before: Report, after: Report): ReportChanges {
  const changes = (quantities: typeof partsOf): Change[] => changesOf(quantities(before), quantities(after));
  return {
    duration: changeOf('duration', { ms: before.execution.durationMs }, { ms: after.execution.durationMs }),
    accounting: changes(partsOf).filter(({ beforeMs, afterMs }) => beforeMs > 0 || afterMs > 0),
    spans: changes(spansOf),
    functions: changes(functionsOf),
    operations: changes(operationsOf),
  };
}
