import { createRequire } from 'node:module';
import { arch, hostname, platform } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Report } from '../report/report.interface.js';
import { packageVersion } from './package-version.js';

/** @internal What a report tells about where it was made. */
export interface RuntimeFacts {
  readonly toolVersion: string;
  readonly runtime: Report['runtime'];
}

/** Reads files: call it once. Never throws; what can not be found out is `unknown`. @internal */
export function runtimeFacts(): RuntimeFacts {
  return {
    toolVersion: known(() => packageVersion('nestjs-performance-monitor', fileURLToPath(import.meta.url))),
    runtime: {
      node: process.version,
      nest: known(() => packageVersion('@nestjs/core', createRequire(import.meta.url).resolve('@nestjs/core'))),
      pid: process.pid,
      host: known(hostname),
      platform: `${platform()} ${arch()}`,
    },
  };
}

function known(find: () => string): string {
  try {
    return find();
  } catch {
    return 'unknown';
  }
}
