import type { Report } from '../model/report.interface.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';

/** The options that the thread reads: plain data, without functions and objects of the application. @internal */
export type ThreadOptions = Omit<ResolvedOptions, 'cache' | 'fingerprint' | 'include' | 'exclude'>;

/** Everything that the watch thread gets at its start. @internal */
export interface ThreadData {
  /** The shared state of the `Heartbeat`. */
  readonly state: Int32Array;
  /** Evaluated in the application's thread. */
  readonly expressions: Readonly<Record<'holder' | 'stack' | 'describe', string>>;
  readonly blockedAfterMs: number;
  /** Time between two readings of the heartbeat. */
  readonly readEveryMs: number;
  readonly options: ThreadOptions;
  /** All receivers of alerts by name, those that only the application's thread can reach included. */
  readonly receivers: readonly string[];
  /** The main file of the process: it names the application among those that share claims. */
  readonly mainFile: string | undefined;
  readonly places: { readonly ownDirectory: string | undefined; readonly cwd: string };
  readonly runtime: Report['runtime'];
  /** Identifies the process in the files of unsent alerts. */
  readonly processId: string;
}
