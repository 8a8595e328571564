import { arch, hostname, platform } from 'node:os';
import { join } from 'node:path';
import { runningFile } from '../platform/own-directory.js';
import type { Report } from '../model/report.interface.js';
import { workingDirectory } from '../platform/working-directory.js';
import { nearestPackage } from '../platform/nearest-package.js';

/** Reads files, so call it once. Never throws: a fact that can not be read is `unknown`. @internal */
export function runtimeFacts(): Report['runtime'] {
  return {
    node: process.version,
    nest: known(nestVersion),
    pid: process.pid,
    host: known(hostname),
    platform: `${platform()} ${arch()}`,
  };
}

/** `createRequire` is not imported, because webpack would bundle the modules that it resolves. */
function nestVersion(): string {
  const { createRequire } = process.getBuiltinModule('node:module');
  const from = runningFile() ?? join(workingDirectory(), 'main.js');
  const main = createRequire(from).resolve('@nestjs/core');
  return nearestPackage(main, '@nestjs/core')?.version ?? 'unknown';
}

function known(find: () => string): string {
  try {
    return find();
  } catch {
    return 'unknown';
  }
}
