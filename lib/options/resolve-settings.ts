import { buildOptions } from './build-options.js';
import type { CheckedOptions, OptionCatalog } from './catalog/option-catalog.js';
import { switchAround } from './catalog/option-node.js';
import { checkSettings } from './check-settings.js';
import { PerformanceMonitorConfigError } from './config.error.js';
import type { ResolvedOptions } from './resolved-options.interface.js';
import { operatingOptions } from './schema/common.schema.js';
import { readCode } from './sources/code.source.js';
import { effectlessVariables } from './sources/effectless-variables.js';
import { readEnvironment, type Environment } from './sources/environment.source.js';
import type { OptionFault } from './sources/fault.js';
import { readFile } from './sources/file.source.js';
import { inPrecedence, NO_SETTINGS, type Setting, type Settings } from './sources/settings.js';

/** Each round corrects the faults of the previous one. An invalid value hides the faults of its group. */
const MOST_ROUNDS = 5;

/** The options, and the settings that they result from. @internal */
export interface Resolution {
  readonly catalog: OptionCatalog;
  readonly options: ResolvedOptions;
  readonly checked: CheckedOptions;
  /** The settings by the option's path. Options without one have their default. */
  readonly values: ReadonlyMap<string, Setting>;
  /** To be logged once, at the start. */
  readonly warnings: readonly string[];
}

/**
 * Reads the options from code, environment and file, completes and checks them, once, at the start.
 *
 * @param others members of the object in the code that are none of the settings
 * @throws PerformanceMonitorConfigError that lists every fault, unless the option `strict` is false
 * @internal
 */
export function resolveSettings(
  catalog: OptionCatalog,
  code: unknown,
  environment: Environment = process.env,
  others: readonly string[] = [],
): Resolution {
  const settings = readSources(catalog, code, environment, others);
  const values = new Map(settings.values);
  const faults = settings.faults.map(({ message }) => message);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const outcome = checkSettings(catalog, values);
    if ('checked' in outcome && (faults.length === 0 || isLenient(values))) {
      const { checked } = outcome;
      const warnings = [...settings.warnings, ...effectlessVariables(catalog, checked, values), ...faults];
      return { catalog, options: buildOptions(catalog, checked, values), checked, values, warnings };
    }
    const found = 'faults' in outcome ? outcome.faults : [];
    if (!isLenient(values))
      throw new PerformanceMonitorConfigError([...faults, ...found.map(({ message }) => message)]);
    faults.push(...found.map(fault => correct(fault, values)));
  }
  throw new PerformanceMonitorConfigError(faults);
}

function readSources(
  catalog: OptionCatalog,
  code: unknown,
  environment: Environment,
  others: readonly string[],
): Settings {
  const fromCode = readCode(catalog, code, others);
  const fromEnvironment = readEnvironment(catalog, environment);
  const path = fromCode.values.get('configFile')?.value ?? fromEnvironment.values.get('configFile')?.value;
  // The check reports an invalid path later, together with all other faults.
  const file = operatingOptions.configFile.safeParse(path).data;
  const fromFile = file === undefined ? NO_SETTINGS : readFile(catalog, file);
  return inPrecedence({ code: fromCode, environment: fromEnvironment, file: fromFile });
}

function isLenient(values: ReadonlyMap<string, Setting>): boolean {
  return values.get('strict')?.value === false;
}

/** Replaces an invalid value by its default, or switches off the group that needs the value. Returns the warning. */
function correct({ node, message }: OptionFault, values: Map<string, Setting>): string {
  const group = switchAround(node);
  const hadValue = values.delete(node.path);
  if (group === undefined || group === node || (hadValue && node.fallback !== undefined)) {
    return `${message}; the default is used`;
  }
  values.set(group.path, { value: false, origin: { from: 'default' } });
  return `${message}; ${group.path} is switched off`;
}
