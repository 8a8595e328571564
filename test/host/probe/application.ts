import type { INestApplication, ModuleMetadata, NestApplicationOptions } from '@nestjs/common';
import type { ExecutionKind } from 'nestjs-performance-monitor';
import type { Drive } from './drive.js';

/** An application of the matrix. Its notes and results must be the same in each run. */
export interface HostApplication {
  module(): ModuleMetadata | Promise<ModuleMetadata>;
  options?: NestApplicationOptions;
  /** The part of `main.ts` before it listens. */
  configure?(app: INestApplication): void | Promise<void>;
  /** The kinds of the executions that the monitor must see, beside `http`. */
  watched?: readonly ExecutionKind[];
  /** The stages that its packages hide from the monitor: docs/boundaries.md has the reasons. */
  hidden?: readonly string[];
  drive(drive: Drive, app: INestApplication): Promise<void>;
  /** Response headers that differ between runs, in lower case. */
  volatileHeaders?: readonly string[];
  /** Matches text in log lines and bodies that differs between runs. Must have the flag `g`. */
  volatileText?: RegExp;
}
