import type { Cache } from 'cache-manager';
import type { ReportFormat } from '../model/report-formats.js';
import type { Fingerprint } from './fingerprint-source.interface.js';
import type { MetricsOption } from './metrics-option.interface.js';
import type { LockPool } from './lock-pool.interface.js';
import type { ExecutionPattern, LogLevel } from './option-values.interface.js';
import type { SpanMode } from './recorder-options.interface.js';

/**
 * The options as the other rooms read them: complete, checked, frozen, durations in milliseconds. A part that one room
 * alone reads is no member: the room reads it with `OptionPart.of()`.
 *
 * @internal
 */
export interface ResolvedOptions {
  readonly enabled: boolean;
  readonly thresholdMs: number;
  /** `undefined`: 10 × the threshold of the execution, at least 30 s, for the kinds that have a default. */
  readonly stuckAfterMs: number | false | undefined;
  readonly queueThresholdMs: number | false;
  readonly blockedAfterMs: number | false;
  readonly alertWindowMs: number;
  /** More than 0, at most 1. */
  readonly maxOverhead: number;
  readonly include: readonly ExecutionPattern[];
  readonly exclude: readonly ExecutionPattern[];
  /** A part of the local-file notifier. Claims and retention use its directory. */
  readonly localFile: false | ResolvedLocalFile;
  /** A part of the notifier `store`, which alone reads its members. */
  readonly store: false | object;
  readonly cache: Cache | undefined;
  readonly fingerprint: Fingerprint | undefined;
  readonly metrics: MetricsOption | undefined;
  /** `undefined`: locks are never confirmed. */
  readonly explainLocks: LockPool | undefined;
  /** 1 or more. 0 never raises an alert within the window. */
  readonly escalation: number;
  readonly capture: {
    readonly query: boolean;
    /** Lower case. */
    readonly headers: readonly string[];
    readonly body: boolean;
    /** Lower case. */
    readonly redact: { readonly keys: readonly string[]; readonly allow: readonly string[] };
  };
  readonly recorder: {
    readonly cpu: boolean;
    /** The user has set `cpu` to true: it is not the default. */
    readonly cpuIsExplicit: boolean;
    readonly samplingIntervalMs: number;
    readonly spans: SpanMode;
    readonly retentionMs: number;
  };
  readonly delivery: { readonly queueSize: number; readonly timeoutMs: number; readonly shutdownTimeoutMs: number };
  readonly strict: boolean;
  readonly logLevel: LogLevel;
  /** The values of the parts. Secrets among them are masked in everything that leaves the process. */
  readonly partValues: readonly PartValue[];
}

/** @internal */
export interface ResolvedLocalFile {
  /** Absolute. */
  readonly outputDir: string;
  readonly formats: readonly ReportFormat[];
  /** Where people find the directory: then messages have links instead of paths. */
  readonly baseUrl: string | undefined;
  readonly retention: { readonly maxAgeMs: number; readonly maxFiles: number; readonly maxBytes: number };
}

/** One checked value of a part. @internal */
export interface PartValue {
  /** The last part of the option's path: `token`. */
  readonly name: string;
  readonly value: unknown;
  /** The schema marks the option as secret. False for an object of the application: its members decide by their names. */
  readonly secret: boolean;
}
