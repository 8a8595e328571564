import { buildOptions } from './build-options.js';
import { incompletenessOf } from './completeness.js';
import { PerformanceMonitorConfigError } from './config.error.js';
import { optionsSchema, type CheckedOptions } from './options.schema.js';
import type { ResolvedOptions } from './resolved-options.interface.js';
import { readCode } from './sources/code.source.js';
import { readEnvironment, type Environment } from './sources/environment.source.js';
import { faultOf, faultsOf, type OptionFault } from './sources/fault.js';
import { readFile } from './sources/file.source.js';
import { switchAround } from './sources/option-tree.js';
import { assemble, inPrecedence, NO_SETTINGS, type Setting, type Settings } from './sources/settings.js';
import { effectlessVariables } from './sources/effectless-variables.js';

/** Each round puts right what the one before found; a value that is wrong by itself hides what is wrong with its group. */
const MOST_ROUNDS = 5;

/** The options, and how they came about. @internal */
export interface Resolution {
  readonly options: ResolvedOptions;
  readonly checked: CheckedOptions;
  /** What was set, by the option's path; what is missing here has its default. */
  readonly values: ReadonlyMap<string, Setting>;
  /** To be said once, at the start. */
  readonly warnings: readonly string[];
}

/**
 * Takes the options from code, environment and file, completes and checks them, once, at the start.
 *
 * @throws PerformanceMonitorConfigError that lists every fault, unless the settings are not `strict`
 * @internal
 */
export function resolveSettings(code: unknown, environment: Environment = process.env): Resolution {
  const settings = gather(code, environment);
  const values = new Map(settings.values);
  const faults = settings.faults.map(({ message }) => message);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const outcome = check(values);
    if ('checked' in outcome && (faults.length === 0 || isLenient(values))) {
      const { checked } = outcome;
      const warnings = [...settings.warnings, ...effectlessVariables(checked, values), ...faults];
      return { options: buildOptions(checked, values), checked, values, warnings };
    }
    const found = 'faults' in outcome ? outcome.faults : [];
    if (!isLenient(values))
      throw new PerformanceMonitorConfigError([...faults, ...found.map(({ message }) => message)]);
    faults.push(...found.map(fault => setRight(fault, values)));
  }
  throw new PerformanceMonitorConfigError(faults);
}

function gather(code: unknown, environment: Environment): Settings {
  const fromCode = readCode(code);
  const fromEnvironment = readEnvironment(environment);
  const path = fromCode.values.get('configFile')?.value ?? fromEnvironment.values.get('configFile')?.value;
  // A path that is none is refused later, with everything else.
  const file = optionsSchema.shape.configFile.safeParse(path).data;
  const fromFile = file === undefined ? NO_SETTINGS : readFile(file);
  return inPrecedence({ code: fromCode, environment: fromEnvironment, file: fromFile });
}

function isLenient(values: ReadonlyMap<string, Setting>): boolean {
  return values.get('strict')?.value === false;
}

function check(values: ReadonlyMap<string, Setting>): { checked: CheckedOptions } | { faults: OptionFault[] } {
  const parsed = optionsSchema.safeParse(assemble(values));
  if (!parsed.success) return { faults: faultsOf(parsed.error, values) };
  const faults = incompletenessOf(parsed.data).map(({ path, message }) => faultOf(path.split('.'), message, values));
  return faults.length === 0 ? { checked: parsed.data } : { faults };
}

/** Puts the default in the place of a wrong value, or switches off what cannot do without it; says so. */
function setRight({ node, message }: OptionFault, values: Map<string, Setting>): string {
  const group = switchAround(node);
  const hadValue = values.delete(node.path);
  if (group === undefined || group === node || (hadValue && node.fallback !== undefined)) {
    return `${message}; the default is used`;
  }
  values.set(group.path, { value: false, origin: { from: 'default' } });
  return `${message}; ${group.path} is switched off`;
}
