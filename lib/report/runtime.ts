import { arch, hostname, platform } from 'node:os';
import { join } from 'node:path';
import { runningFile } from '../platform/own-directory.js';
import type { Report } from '../model/report.interface.js';
import { workingDirectory } from '../platform/working-directory.js';
import { packageVersion } from '../platform/package-version.js';

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
  return packageVersion('@nestjs/core', createRequire(from).resolve('@nestjs/core'));
}

function known(find: () => string): string {
  try {
    return find();
  } catch {
    return 'unknown';
  }
}
