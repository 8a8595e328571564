import { Stepper } from '../../platform/stepper.js';
import type { Steps } from '../diagnosis.interface.js';
import type { FrameTable } from './frame-table.js';
import { displayLocation, filePath, functionName } from './frames.js';
import type { HotFunction } from './hot-function.js';
import type { MethodNames } from './method-names.js';

/** A caller or a callee with a smaller share of the function's samples is one of many. */
const MOST = 0.5;

/** It calls handlers. */
const ROUTER = '@nestjs/core';

/** Where a function was called, and where its time went. @internal */
export interface FunctionUse {
  /** The caller with most samples, when that explains more than the function alone: a helper has many callers. */
  readonly caller?: { readonly name: string; readonly location?: string };
  /** The library or the function of Node in which most of its time went: `sql.js`, `pbkdf2Sync`. */
  readonly within?: string;
  /** The share of its samples that were taken in its own code, 0 to 1. */
  readonly selfShare: number;
}

/**
 * Finds the caller and the callees of a function in the samples.
 *
 * @param stacks indices into the recording's frames, one for each sample
 * @internal
 */
export function* useOf(
  hot: HotFunction,
  table: FrameTable,
  stacks: readonly number[],
  names: MethodNames,
): Steps<FunctionUse> {
  const stepper = new Stepper();
  const identity = table.identityOf(hot.frame);
  const callers = new Map<number, number>();
  const callees = new Map<string, number>();
  let samples = 0;
  let self = 0;
  for (const stack of stacks) {
    if (stepper.isDue(table.depthOf(stack))) yield;
    const nearest = table.applicationAt(stack);
    const at = frameOf(table, nearest, identity);
    if (at < 0) continue;
    samples += 1;
    if (table.identityOf(stack) === identity) self += 1;
    if (nearest !== stack) add(callees, calleeName(table, stack, nearest));
    add(callers, table.identityOf(callerAbove(table, at, names)));
  }
  const caller = most(callers, samples);
  const frame = caller === undefined ? undefined : table.frames[caller];
  const within = most(callees, samples);
  return {
    selfShare: samples === 0 ? 0 : self / samples,
    ...(frame !== undefined && {
      caller: { name: names.methods.get(frame.name) ?? functionName(frame), location: displayLocation(frame) },
    }),
    ...(within !== undefined && { within }),
  };
}

/** The frame of the function in a stack that is nearest to the top; -1 for a stack without it. */
function frameOf(table: FrameTable, from: number, identity: number): number {
  let found = -1;
  for (let at = from; at >= 0; at = table.applicationAt(table.parentOf(at)))
    if (table.identityOf(at) === identity) found = at;
  return found;
}

/**
 * The nearest caller that has a name, and is in another file or a step of the execution. The handler is none: the
 * endpoint names it.
 */
function callerAbove(table: FrameTable, hot: number, { methods, handlers }: MethodNames): number {
  const helper = table.frames[hot];
  if (helper === undefined || methods.has(helper.name)) return -1;
  const file = filePath(helper.url);
  for (let at = table.applicationAt(table.parentOf(hot)); at >= 0; at = table.applicationAt(table.parentOf(at))) {
    const { name = '', url = '' } = table.frames[at] ?? {};
    if (handlers.has(name) || table.originOf(table.parentOf(at)).library === ROUTER) return -1;
    if (name !== '' && (methods.has(name) || filePath(url) !== file)) return at;
  }
  return -1;
}

/** The package called, or the function of Node. */
function calleeName(table: FrameTable, stack: number, caller: number): string {
  let first = stack;
  for (let at = stack; at !== caller && at >= 0; at = table.parentOf(at)) {
    const { of, library } = table.originOf(at);
    if (of === 'own') return '';
    if (library !== undefined && library !== 'node') return library;
    first = at;
  }
  return table.frames[first]?.name ?? '';
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The key with more than half of the samples. */
function most<Key extends string | number>(counts: ReadonlyMap<Key, number>, samples: number): Key | undefined {
  for (const [key, count] of counts) if (count > samples * MOST && key !== '' && key !== -1) return key;
  return undefined;
}
