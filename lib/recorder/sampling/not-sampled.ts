import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The command line and the environment of a process. */
interface Start {
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

const CONFIG_FILE = /^--experimental-config-file(?:=(.*))?$/;

/**
 * The reason why the process must not be sampled, as a clause; `undefined` when it may. Node's own session for coverage or
 * profiling also handles `console.profile()`: it prints each of the monitor's profiles to stderr, and samples twice.
 *
 * @internal
 */
export function whyNotSampled({ execArgv, env }: Start = process): string | undefined {
  if (env.NODE_V8_COVERAGE) return 'Node measures coverage (NODE_V8_COVERAGE)';
  const options = [...execArgv, ...words(env.NODE_OPTIONS ?? '')];
  // Node accepts underscores instead of dashes.
  if (options.some(option => option.replaceAll('_', '-').startsWith('--cpu-prof')))
    return 'Node profiles the process (--cpu-prof)';
  const file = configFileOf(options);
  if (file !== undefined && profilesByConfig(file)) return `Node profiles the process (cpu-prof in ${file})`;
  return undefined;
}

/** Without a name, Node uses its default file. */
function configFileOf(options: readonly string[]): string | undefined {
  const at = options.findLastIndex(option => CONFIG_FILE.test(option));
  const option = options[at];
  if (option === undefined)
    return options.includes('--experimental-default-config-file') ? 'node.config.json' : undefined;
  return CONFIG_FILE.exec(option)?.[1] ?? options[at + 1];
}

function profilesByConfig(file: string): boolean {
  try {
    const { nodeOptions } = JSON.parse(readFileSync(resolve(file), 'utf8')) as {
      nodeOptions?: Record<string, unknown>;
    };
    return nodeOptions?.['cpu-prof'] === true;
  } catch {
    // Node does not start with an unreadable file.
    return false;
  }
}

/** Ignores quotes: only the names of options matter. */
function words(options: string): string[] {
  return options.split(/[\s"]+/).filter(word => word !== '');
}
