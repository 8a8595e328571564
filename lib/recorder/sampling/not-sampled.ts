import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The command line and the environment of a process. */
interface Start {
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

const CONFIG_FILE = /^--experimental-config-file(?:=(.*))?$/;

/**
 * Why the process must not be sampled, as a clause for people. Node's own session, in which it covers or profiles the
 * process, answers `console.profile()` as well: it prints each profile of ours to stderr, and samples once more.
 *
 * @internal
 */
export function whyNotSampled({ execArgv, env }: Start = process): string | undefined {
  if (env.NODE_V8_COVERAGE) return 'Node measures coverage (NODE_V8_COVERAGE)';
  const options = [...execArgv, ...words(env.NODE_OPTIONS ?? '')];
  // Node takes underscores for dashes.
  if (options.some(option => option.replaceAll('_', '-').startsWith('--cpu-prof')))
    return 'Node profiles the process (--cpu-prof)';
  const file = configFileOf(options);
  if (file !== undefined && profilesByConfig(file)) return `Node profiles the process (cpu-prof in ${file})`;
  return undefined;
}

/** Node puts the name of its default file there where none is given. */
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
    // Node would not have started with a file that it can not read.
    return false;
  }
}

/** Quotes are Node's affair: an option of the name is looked for, whatever its value. */
function words(options: string): string[] {
  return options.split(/[\s"]+/).filter(word => word !== '');
}
