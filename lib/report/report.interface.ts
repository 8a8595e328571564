import type { ExecutionKind, ExecutionOutcome, SpanKind } from '../execution/execution.interface.js';

/** The formats a report can be rendered in. */
export type ReportFormat = 'html' | 'json' | 'markdown' | 'cpuprofile' | 'speedscope' | 'trace' | 'pprof';

/**
 * The document about one slow execution, the one source of every format. A JSON schema for it ships with the package
 * (`nestjs-performance-monitor/report.schema.json`). All durations are milliseconds; offsets count from the start of
 * the execution.
 */
export interface Report {
  readonly schemaVersion: 1;
  /** Sortable and unique: made of lower-case letters, digits and `-`. */
  readonly id: string;
  readonly tool: { readonly name: 'nestjs-performance-monitor'; readonly version: string };
  readonly execution: ReportExecution;
  readonly verdict: Verdict;
  /** The verdicts that came second and later, largest first. */
  readonly findings: readonly Verdict[];
  readonly accounting: Accounting;
  readonly tree: TreeNode;
  readonly timeline: Timeline;
  readonly runtime: {
    readonly node: string;
    readonly nest: string;
    readonly pid: number;
    readonly host: string;
    readonly platform: string;
  };
  readonly monitor: {
    /** The monitor's own share of the process's CPU time, 0 to 1. */
    readonly overhead: number;
    readonly samples: number;
    /** 0 when no CPU samples were taken. */
    readonly samplingIntervalMs: number;
    /** What could not be recorded, each a sentence for people. */
    readonly degraded: readonly string[];
  };
}

/** The execution's own facts. All strings are already redacted and capped. */
export interface ReportExecution {
  readonly kind: ExecutionKind;
  readonly name: string;
  /** `OrdersController.findOne` */
  readonly handler?: string;
  /** ISO 8601, UTC */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly thresholdMs: number;
  readonly outcome: ExecutionOutcome;
  readonly status?: number;
  readonly method?: string;
  readonly url?: string;
  readonly traceId?: string;
  readonly requestId?: string;
  /** Of the query's parameters; absent when capturing them is switched off. */
  readonly query?: Readonly<Record<string, unknown>>;
  /** The route's parameters, by name. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** The listed headers that were sent, by their lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the client, or of the last proxy that the application does not trust. */
  readonly clientAddress?: string;
  readonly contentType?: string;
  /** Bytes of the request's body, as the client announced them. */
  readonly contentLength?: number;
  /** As the application parsed it, when capturing it is switched on. */
  readonly body?: unknown;
}

export type VerdictKind =
  | 'cpu'
  | 'io'
  | 'repeated-io'
  | 'await'
  | 'event-loop-blocked'
  | 'garbage-collection'
  | 'pool-wait'
  | 'slow-client'
  | 'timer'
  | 'unexplained';

/** What explains a slow execution, or a part of it. */
export interface Verdict {
  readonly kind: VerdictKind;
  /** One sentence. */
  readonly headline: string;
  /** The function, operation, `host:port`, span or culprit that it is about. */
  readonly subject: string;
  readonly ms: number;
  /** `ms` as a share of the duration, 0 to 1. */
  readonly share: number;
  /** `orders.service.ts:42` */
  readonly location?: string;
  /** How many operations, for `repeated-io`. */
  readonly count?: number;
  /** Who held the event loop, for `event-loop-blocked`. */
  readonly culprit?: { readonly name: string; readonly function?: string; readonly location?: string };
}

export type WaitKind =
  'database' | 'http' | 'cache' | 'network' | 'fs' | 'dns' | 'threadpool' | 'timer' | 'pool' | 'await' | 'other';

/** Where the wall time went. The parts add up to `durationMs`: within 1 ms or 1 %. */
export interface Accounting {
  readonly durationMs: number;
  /** Own code, native work called synchronously included. */
  readonly cpuMs: number;
  readonly gcMs: number;
  /** Unable to run because others held the loop in one stretch of at least 20 ms. */
  readonly blockedMs: number;
  /** Body not yet received, response not yet taken. */
  readonly clientMs: number;
  readonly unexplainedMs: number;
  /** Largest first. */
  readonly waiting: readonly {
    readonly on: WaitKind;
    readonly label: string;
    readonly ms: number;
    readonly count: number;
  }[];
}

/** A node of the wall-clock call tree. A node's `ms` is its own time and its children's; each instant is charged once. */
export interface TreeNode {
  readonly type: 'span' | 'frame' | 'wait' | 'gc' | 'blocked' | 'client' | 'unexplained';
  readonly name: string;
  readonly ms: number;
  /** Time not in any child. */
  readonly selfMs: number;
  /** Calls of a span, number of waits or pauses. */
  readonly count?: number;
  readonly spanKind?: SpanKind;
  /** `src/orders.service.ts:42` */
  readonly location?: string;
  /** The package of a library frame (`typeorm`, `node`); absent for the application's own code. */
  readonly library?: string;
  readonly children: readonly TreeNode[];
}

export interface Timeline {
  readonly spans: readonly TimelineSpan[];
  /** Spans left out of this list because of its cap. */
  readonly spansDropped: number;
  /** What the event loop did, as the execution saw it: ordered, not overlapping, gaps are waiting. */
  readonly loop: readonly {
    readonly type: 'own' | 'blocked' | 'gc';
    readonly startMs: number;
    readonly endMs: number;
    readonly by?: string;
  }[];
  /** Stretches of waiting: ordered. */
  readonly waits: readonly {
    readonly on: WaitKind | 'client' | 'unexplained';
    readonly label: string;
    readonly startMs: number;
    readonly endMs: number;
  }[];
}

export interface TimelineSpan {
  readonly name: string;
  readonly kind: SpanKind;
  /** Index in `spans`; -1 for the root. */
  readonly parent: number;
  readonly startMs: number;
  readonly endMs: number;
  /** More than 1 when repeated siblings were aggregated; then `totalMs` is the sum of their durations. */
  readonly count: number;
  readonly totalMs: number;
  readonly failed: boolean;
}
