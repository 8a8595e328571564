/** A finished CPU profile from V8: `Profiler.Profile` of the Chrome DevTools Protocol. @internal */
export interface CpuProfile {
  readonly nodes: readonly CpuProfileNode[];
  /** Microseconds on the clock of `process.hrtime()`. */
  readonly startTime: number;
  readonly endTime: number;
  /** Ids of nodes. */
  readonly samples?: readonly number[];
  /** Microseconds between samples. The first is relative to `startTime`. */
  readonly timeDeltas?: readonly number[];
}

/** @internal */
export interface CpuProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly scriptId: string;
    readonly url: string;
    /** 0-based; -1 when unknown. */
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly children?: readonly number[];
  /** The node's own samples by line, counted from 1. Lines of inlined functions are those in their own files. */
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
}
