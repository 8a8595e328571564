import type { OutputOptions } from '../command-context.interface.js';

/** The options of `doctor`. */
export interface DoctorOptions extends OutputOptions {
  readonly envFile?: string;
  readonly config?: string;
  /** `redis://host:6379` */
  readonly redis?: string;
  readonly sendTest?: boolean;
  /** Prints the defaults, too. */
  readonly all?: boolean;
}
