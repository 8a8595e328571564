import { Stepper } from '../../platform/stepper.js';
import type { Steps } from '../diagnosis.interface.js';
import type { FrameTable } from './frame-table.js';
import { functionName } from './frames.js';

/** Libraries in a headline. */
const MAX_LIBRARIES = 2;
/** A library with a smaller share of the samples is not named. */
const MIN_SHARE = 0.15;

/** Library code that ran without code of the application on its stack. @internal */
export interface LibraryCode {
  /** `pg-protocol parse and typeorm group` */
  readonly text: string;
  /** The share of all such code in the samples, 0 to 1. */
  readonly share: number;
}

interface LibraryTotal {
  samples: number;
  readonly functions: Map<number, number>;
}

/**
 * The libraries that ran in callbacks and continuations of their own, each with the function that ran most. A library
 * called by another one counts for it.
 *
 * @param stacks indices into the recording's frames, one for each sample
 * @returns `undefined` when no library ran for long
 * @internal
 */
export function* busiestLibraries(table: FrameTable, stacks: readonly number[]): Steps<LibraryCode | undefined> {
  const stepper = new Stepper();
  const totals = new Map<string, LibraryTotal>();
  let samples = 0;
  let libraries = 0;
  for (const stack of stacks) {
    if (table.isSpecial(stack)) continue;
    if (stepper.isDue(table.depthOf(stack))) yield;
    samples += 1;
    if (table.applicationAt(stack) >= 0) continue;
    const name = outermostLibrary(table, stack);
    if (name === undefined) continue;
    libraries += 1;
    const total = totals.get(name) ?? { samples: 0, functions: new Map<number, number>() };
    total.samples += 1;
    const at = table.identityOf(nearestFrame(table, stack, name));
    total.functions.set(at, (total.functions.get(at) ?? 0) + 1);
    totals.set(name, total);
  }
  const named = [...totals].filter(([, total]) => total.samples >= samples * MIN_SHARE);
  named.sort(([, a], [, b]) => b.samples - a.samples);
  if (named.length === 0) return undefined;
  const texts = named.slice(0, MAX_LIBRARIES).map(([name, { functions }]) => textOf(table, name, functions));
  return { text: texts.join(' and '), share: libraries / samples };
}

/** The package nearest to the top of the stack, or Node; `undefined` when this package called Node. */
function outermostLibrary(table: FrameTable, stack: number): string | undefined {
  let found: string | undefined;
  let isOwn = false;
  for (let at = stack; at >= 0; at = table.parentOf(at)) {
    const { of, library } = table.originOf(at);
    if (of === 'own') isOwn = true;
    else if (library !== undefined && (library !== 'node' || found === undefined) && !table.isSpecial(at))
      found = library;
  }
  return isOwn && found === 'node' ? undefined : found;
}

function nearestFrame(table: FrameTable, stack: number, library: string): number {
  for (let at = stack; at >= 0; at = table.parentOf(at))
    if (table.originOf(at).library === library && table.frames[at]?.name !== '') return at;
  return -1;
}

function textOf(table: FrameTable, library: string, functions: ReadonlyMap<number, number>): string {
  const [[busiest = -1] = []] = [...functions].sort((a, b) => b[1] - a[1]);
  const frame = table.frames[busiest];
  const name = library === 'node' ? 'Node.js' : library;
  return frame === undefined ? name : `${name} ${functionName(frame)}`;
}
