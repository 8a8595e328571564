import type {
  Block,
  RecordedOperation,
  RecordedSpan,
  Recording,
  Sample,
  Slice,
  StackNode,
  WakeCause,
} from '../../../lib/recorder/recording.interface.js';
import type { Accounting, TreeNode } from '../../../lib/model/report.interface.js';

/** The other end of an operation's connection, unless a test sets another one. */
export const WIRE = '10.0.0.7:8080';

/** A recording of a request from 1 000 to 2 000 on the monotonic clock, with the given parts. */
export function recordingOf(parts: Partial<Recording> = {}): Recording {
  const { start = 1_000, end = 2_000 } = parts;
  return {
    kind: 'http',
    name: 'GET /orders',
    start,
    end,
    spans: [spanOf('GET /orders', -1, start, end, { kind: 'execution' })],
    spansDropped: 0,
    operations: [],
    slices: [],
    blocks: [],
    starved: [],
    gcPauses: [],
    samples: [],
    frames: [],
    samplingIntervalMs: 10,
    awaitsInput: false,
    degraded: [],
    ...parts,
  };
}

export function spanOf(
  name: string,
  parent: number,
  start: number,
  end: number,
  more: Partial<RecordedSpan> = {},
): RecordedSpan {
  return {
    kind: 'provider',
    name,
    parent,
    start,
    end,
    count: 1,
    totalMs: end - start,
    ended: true,
    failed: false,
    ...more,
  };
}

/** The root span, and one span for each name, each nested in the one before. */
export function nested(...names: string[]): RecordedSpan[] {
  return ['GET /orders', ...names].map((name, index) =>
    spanOf(name, index - 1, 1_000, 2_000, { kind: index === 0 ? 'execution' : 'provider' }),
  );
}

export function slice(start: number, end: number, span = 0, cause?: WakeCause): Slice {
  return cause === undefined ? { start, end, span } : { start, end, span, cause };
}

export function operation(
  label: string,
  start: number,
  end: number,
  more: Partial<RecordedOperation> = {},
): RecordedOperation {
  return {
    on: 'http',
    system: 'http',
    label,
    peer: 'pricing:8080',
    span: 0,
    start,
    end,
    calls: 1,
    totalMs: end - start,
    maxMs: end - start,
    queuedMs: 0,
    failed: 0,
    ended: true,
    answeredAt: end,
    wire: WIRE,
    ...more,
  };
}

export function wake(on: WakeCause['on'], label: string = on): WakeCause {
  return { on, label };
}

export function block(start: number, end: number, name?: string, stacks: number[] = []): Block {
  return name === undefined ? { start, end, stacks } : { start, end, stacks, owner: { id: 7, kind: 'http', name } };
}

/** A chain of frames from the top down, each `fn@file:line`, or a native function without a location. */
export function stackOf(...frames: string[]): StackNode[] {
  return frames.map((text, index) => {
    const [name = '', place] = text.split(/@(.*)/s);
    const at = place?.lastIndexOf(':') ?? 0;
    const [url, line] = place === undefined ? ['', 0] : [place.slice(0, at), Number(place.slice(at + 1))];
    return { parent: index - 1, name, url, line, column: 1 };
  });
}

/** Several stacks in one list of frames, with the leaf of each. */
export function forest(...stacks: StackNode[][]): { frames: StackNode[]; leaves: number[] } {
  const frames: StackNode[] = [];
  const leaves: number[] = [];
  for (const stack of stacks) {
    const base = frames.length;
    for (const frame of stack) frames.push({ ...frame, parent: frame.parent < 0 ? -1 : frame.parent + base });
    leaves.push(frames.length - 1);
  }
  return { frames, leaves };
}

export function samplesOf(counts: readonly (readonly [stack: number, count: number, span?: number])[]): Sample[] {
  return counts.flatMap(([stack, count, span = 0]) =>
    Array.from({ length: count }, (_, i) => ({ at: 1_000 + i, span, stack })),
  );
}

export function partsOf(accounting: Accounting): number {
  const { cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, waiting } = accounting;
  return (
    cpuMs + gcMs + blockedMs + starvedMs + clientMs + unexplainedMs + waiting.reduce((sum, line) => sum + line.ms, 0)
  );
}

export function nodesOf(tree: TreeNode): TreeNode[] {
  return [tree, ...tree.children.flatMap(nodesOf)];
}

/** The tree as indented lines: type, name and milliseconds. */
export function outline(tree: TreeNode, indent = ''): string[] {
  return [
    `${indent}${tree.type} ${tree.name} ${Math.round(tree.ms)}`,
    ...tree.children.flatMap(child => outline(child, `${indent}  `)),
  ];
}

/** Random numbers from 0 to 1, the same ones in each run for the same `seed`. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
