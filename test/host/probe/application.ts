import type { INestApplication, ModuleMetadata, NestApplicationOptions } from '@nestjs/common';
import type { Drive } from './drive.js';

/** An application of the matrix. What it notes and records must be the same in each run. */
export interface HostApplication {
  module(): ModuleMetadata | Promise<ModuleMetadata>;
  options?: NestApplicationOptions;
  /** What `main.ts` would do before it listens. */
  configure?(app: INestApplication): void | Promise<void>;
  drive(drive: Drive, app: INestApplication): Promise<void>;
  /** Response headers, in lower case, that differ from run to run. */
  volatileHeaders?: readonly string[];
  /** What differs from run to run in log lines and bodies, for `String#replaceAll`. */
  volatileText?: RegExp;
}
