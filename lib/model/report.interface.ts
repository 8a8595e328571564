import type { Accounting } from './accounting.interface.js';
import type { ReportExecution } from './report-execution.interface.js';
import type { Timeline } from './timeline.interface.js';
import type { TreeNode } from './tree.interface.js';
import type { Verdict } from './verdict.interface.js';

export type { Accounting, WaitKind } from './accounting.interface.js';
export type { ReportExecution } from './report-execution.interface.js';
export type { ReportFormat } from './report-formats.js';
export type { Timeline, TimelineSpan } from './timeline.interface.js';
export type { TreeNode } from './tree.interface.js';
export type { Verdict, VerdictKind } from './verdict.interface.js';

/**
 * The document about one slow execution, the one source of every format. A JSON schema for it ships with the package
 * (`nestjs-performance-monitor/report.schema.json`). All durations are milliseconds with at most three decimals;
 * offsets count from the start of the execution. What is not known is left out, never `null`. Secrets are masked.
 *
 * @example
 * const { execution, verdict, accounting } = alert.report;
 * console.log(`${execution.name} took ${execution.durationMs} ms: ${verdict.headline}`);
 * for (const { on, label, ms } of accounting.waiting) console.log(`  ${ms} ms waiting for ${label} (${on})`);
 *
 * @publicApi
 */
export interface Report {
  /** Changes when a reader of the older document would misread the newer; a new optional member does not change it. */
  readonly schemaVersion: 1;
  /** Sortable and unique: made of lower-case letters, digits and `-`. */
  readonly id: string;
  /** What wrote the report. */
  readonly tool: {
    /** Always this package's name. */
    readonly name: 'nestjs-performance-monitor';
    /** This package's version: `0.1.0`. */
    readonly version: string;
  };
  /** What was slow. */
  readonly execution: ReportExecution;
  /** Why: what explains more of the duration than anything else. There always is one, `unexplained` if need be. */
  readonly verdict: Verdict;
  /**
   * The verdicts that came second and later, largest first: at most 9, each of at least 1 ms and 1 % of the duration.
   */
  readonly findings: readonly Verdict[];
  /** Where the whole duration went. */
  readonly accounting: Accounting;
  /** The root of the call tree: the execution itself. */
  readonly tree: TreeNode;
  /** What happened when. */
  readonly timeline: Timeline;
  /** The process it ran in. A version or name that could not be found out is `unknown`. */
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
  /** How far the report can be trusted, and what it cost. */
  readonly monitor: {
    /**
     * The monitor's own share of the CPU time that the process used in the minute before, 0 to 1: an estimate, rather
     * too high than too low.
     */
    readonly overhead: number;
    /** CPU samples of this execution: the functions in the tree stand on so many. 0 when none was taken. */
    readonly samples: number;
    /** Time between two samples; 0 when no CPU samples were taken. */
    readonly samplingIntervalMs: number;
    /** What could not be recorded, each a sentence for people; empty when nothing is missing. */
    readonly degraded: readonly string[];
  };
}
