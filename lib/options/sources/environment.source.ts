import type { OptionCatalog } from '../catalog/option-catalog.js';
import { nearestVariable } from './nearest-name.js';
import type { Setting, Settings } from './settings.js';
import { booleanOf, readText } from './variable-text.js';

const PREFIX = 'WPM_';
const LONGEST_SHOWN = 80;
const MOST_WARNINGS = 20;

/** @internal */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the `WPM_*` variables. An empty variable counts as not set.
 *
 * @internal
 */
export function readEnvironment(catalog: OptionCatalog, environment: Environment): Settings {
  const values = new Map<string, Setting>();
  const faults: { message: string }[] = [];
  const warnings: string[] = [];
  for (const { path, facts } of catalog.list) {
    const { variable, form, gate } = facts;
    const text = variable === undefined ? undefined : textOf(environment, variable);
    if (variable === undefined || text === undefined) continue;
    if (gate !== undefined) {
      const gateText = textOf(environment, gate.variable);
      const open = gateText === undefined ? gate.open : booleanOf(gateText);
      if (open === undefined) faults.push({ message: gateFault(gate.variable, gateText ?? '') });
      else if (!open && gateText === undefined)
        warnings.push(`${variable} has no effect: set ${gate.variable} to true`);
      if (open !== true) continue;
    }
    values.set(path, { value: readText(text, form), origin: { from: 'environment', variable }, written: text });
  }
  return { values, faults, warnings: [...warnings, ...unknownVariables(catalog.variables, environment)] };
}

function textOf(environment: Environment, variable: string): string | undefined {
  const text = environment[variable];
  if (typeof text !== 'string') return undefined;
  return text.trim() || undefined;
}

function gateFault(variable: string, text: string): string {
  return `${variable} must be true or false; it is '${text.slice(0, LONGEST_SHOWN)}'`;
}

/** Shows names only: the value may be a secret with a misspelled name. */
function unknownVariables(variables: readonly string[], environment: Environment): string[] {
  const known = new Set(variables);
  const unknown = Object.keys(environment).filter(name => name.startsWith(PREFIX) && !known.has(name));
  return unknown.slice(0, MOST_WARNINGS).map(name => {
    const meant = nearestVariable(
      name.slice(PREFIX.length),
      variables.map(each => each.slice(PREFIX.length)),
    );
    const hint = meant === undefined ? '' : `: did you mean ${PREFIX}${meant}?`;
    const shown = name.replace(/\P{ASCII}|\p{Cc}/gu, '?').slice(0, LONGEST_SHOWN);
    return `${shown} is not a variable of nestjs-performance-monitor${hint}`;
  });
}
