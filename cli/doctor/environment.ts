import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { unreadable } from '../reports/file-fault.js';
import type { Environment } from '../terminal/terminal.js';

/**
 * The variables for the settings: those of a file complete those of the process, as with `node --env-file`.
 *
 * @throws InputError when the file cannot be read
 */
export function environmentFor(
  environment: Environment,
  { envFile, config }: { readonly envFile?: string; readonly config?: string },
): Environment {
  return {
    ...(envFile !== undefined && variablesOf(envFile)),
    ...environment,
    ...(config !== undefined && { WPM_CONFIG_FILE: config }),
  };
}

function variablesOf(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8')) as Environment;
  } catch (error) {
    throw unreadable(path, error);
  }
}
