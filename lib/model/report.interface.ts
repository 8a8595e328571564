import type { Accounting } from './accounting.interface.js';
import type { ReportOperation } from './operation.interface.js';
import type { ReportExecution } from './report-execution.interface.js';
import type { Timeline } from './timeline.interface.js';
import type { TreeNode } from './tree.interface.js';
import type { Verdict } from './verdict.interface.js';

export type { Accounting, WaitKind } from './accounting.interface.js';
export type { ReportOperation } from './operation.interface.js';
export type { ReportExecution } from './report-execution.interface.js';
export type { ReportFormat } from './report-formats.js';
export type { JoinedIntervals, Timeline, TimelineSpan } from './timeline.interface.js';
export type { TreeNode } from './tree.interface.js';
export type { Verdict, VerdictKind } from './verdict.interface.js';

/**
 * The document about one slow execution, and the source of every format. The package contains a JSON schema for it:
 * `nestjs-performance-monitor/report.schema.json`. All durations are milliseconds with at most three decimals, and
 * offsets count from the start of the execution. Unknown members are absent, never `null`. Secrets are masked.
 *
 * @example
 * const { execution, verdict, accounting } = alert.report;
 * console.log(`${execution.name} took ${execution.durationMs} ms: ${verdict.headline}`);
 * for (const { on, label, ms } of accounting.waiting) console.log(`  ${ms} ms waiting for ${label} (${on})`);
 *
 * @publicApi
 */
export interface Report {
  /**
   * Changes when a reader of the older version could misread the document. A new optional member does not change it.
   */
  readonly schemaVersion: 1;
  /** Sortable and unique: lower-case letters, digits and `-`. */
  readonly id: string;
  /** The program that wrote the report. */
  readonly tool: {
    /** Always this package's name. */
    readonly name: 'nestjs-performance-monitor';
    /** This package's version: `0.1.0`. */
    readonly version: string;
  };
  /** The slow execution. */
  readonly execution: ReportExecution;
  /** The largest cause. There is always one: `unexplained`, when no cause explains more. */
  readonly verdict: Verdict;
  /**
   * The other causes, largest first: at most 9, each of at least 1 ms and 1 % of the duration. Garbage collection and
   * unexplained time need 5 %.
   */
  readonly findings: readonly Verdict[];
  /** The whole duration, divided into parts. */
  readonly accounting: Accounting;
  /** The root of the call tree: the execution itself. */
  readonly tree: TreeNode;
  /** Spans, event loop and waits on a time axis. */
  readonly timeline: Timeline;
  /** Requests to other servers, equal ones as one entry, longest first. At most 200; empty with `libraries: false`. */
  readonly operations: readonly ReportOperation[];
  /**
   * Slow executions of the same endpoint that were only counted since the last alert. Processes that share a `cache` in
   * Redis add up theirs. Absent when there were none.
   */
  readonly repeats?: {
    /** Their number, from 1. */
    readonly count: number;
    /** The longest of them, in milliseconds. */
    readonly worstMs: number;
    /** The start of counting: ISO 8601, UTC. */
    readonly since: string;
    /** The number of hosts that have counted. Absent without a shared `cache`, and without its answer. */
    readonly hosts?: number;
  };
  /**
   * Executions that were slow because this endpoint held the event loop, or connections of a pool. At most 100, longest
   * first. Absent when there were none.
   */
  readonly victims?: readonly {
    /** Its name, as in a report: `GET /orders/:id`. */
    readonly name: string;
    /** Its wall time, in milliseconds. */
    readonly durationMs: number;
  }[];
  /** The process of the execution. A version or name that could not be read is `unknown`. */
  readonly runtime: {
    /** Node's version: `v24.1.0`. */
    readonly node: string;
    /** The version of `@nestjs/core`. */
    readonly nest: string;
    /** The process's id. */
    readonly pid: number;
    /** The host's name. */
    readonly host: string;
    /** Operating system and processor: `linux x64`. */
    readonly platform: string;
  };
  /** The quality of the report, and the cost of the monitor. */
  readonly monitor: {
    /**
     * The monitor's own share of the process's CPU time in the minute before, 0 to 1: an estimate, rather too high than
     * too low.
     */
    readonly overhead: number;
    /** The number of CPU samples of this execution: the tree's functions come from them. 0 without samples. */
    readonly samples: number;
    /** Milliseconds between two samples; 0 without samples. */
    readonly samplingIntervalMs: number;
    /** The gaps of the recording, each a sentence for people; empty when nothing is missing. */
    readonly degraded: readonly string[];
  };
}
