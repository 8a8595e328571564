import type { Cache } from 'cache-manager';
import type { SupportedFormat } from '../model/report-formats.js';
import type { SpanMode } from './behaviour-options.interface.js';
import type { Fingerprint } from './fingerprint-source.interface.js';
import type { ExecutionPattern, LogLevel } from './performance-monitor-options.interface.js';

/**
 * The options as everything downstream reads them: complete, checked, frozen, durations in milliseconds.
 *
 * @internal
 */
export interface ResolvedOptions {
  readonly enabled: boolean;
  readonly thresholdMs: number;
  readonly alertWindowMs: number;
  /** 0 to 1 */
  readonly maxOverhead: number;
  readonly include: readonly ExecutionPattern[];
  readonly exclude: readonly ExecutionPattern[];
  readonly localFile: false | ResolvedLocalFile;
  readonly mattermost: false | ResolvedMattermost;
  readonly webhook: false | ResolvedWebhook;
  readonly email: false | ResolvedEmail;
  readonly digest: false | ResolvedDigest;
  readonly http: { readonly ca: string | undefined; readonly rejectUnauthorized: boolean };
  readonly cache: Cache | undefined;
  readonly fingerprint: Fingerprint | undefined;
  /** 1 or more; 0 never opens the window early. */
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
    /** `cpu` was set to true by the user: it is no default. */
    readonly cpuIsAsked: boolean;
    readonly samplingIntervalMs: number;
    readonly spans: SpanMode;
    readonly retentionMs: number;
  };
  readonly delivery: { readonly queueSize: number; readonly timeoutMs: number; readonly shutdownTimeoutMs: number };
  readonly strict: boolean;
  readonly logLevel: LogLevel;
}

/** @internal */
export interface ResolvedLocalFile {
  /** Absolute. */
  readonly outputDir: string;
  readonly formats: readonly SupportedFormat[];
  readonly retention: { readonly maxAgeMs: number; readonly maxFiles: number; readonly maxBytes: number };
}

/** @internal */
export type ResolvedMattermost =
  | {
      readonly kind: 'bot';
      /** Without a slash at its end. */
      readonly serverUrl: string;
      readonly token: string;
      readonly channelId: string;
      readonly maxRetries: number;
    }
  | { readonly kind: 'webhook'; readonly webhookUrl: string; readonly maxRetries: number };

/** @internal */
export interface ResolvedWebhook {
  readonly url: string;
  readonly secret: string | undefined;
  readonly format: 'json' | 'slack' | 'discord';
  readonly headers: Readonly<Record<string, string>>;
  readonly maxRetries: number;
}

/** @internal */
export interface ResolvedEmail {
  /** As nodemailer's `createTransport()` takes it. Not frozen: it is not ours. */
  readonly transport: string | object;
  readonly from: string;
  readonly to: readonly string[];
  readonly attach: boolean;
}

/** @internal */
export interface ResolvedDigest {
  /** A cron expression. */
  readonly cron: string;
  readonly timeZone: string | undefined;
}
