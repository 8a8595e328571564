import { nearestVariable } from './nearest-name.js';
import { optionList } from './option-tree.js';
import type { Setting, Settings } from './settings.js';
import { booleanOf, readText } from './variable-text.js';

const PREFIX = 'WPM_';
const LONGEST_SHOWN = 80;
const MOST_WARNINGS = 20;

/** @internal */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Every variable that means something. @internal */
export const VARIABLES: readonly string[] = optionList.flatMap(({ facts }) =>
  [facts.variable, facts.gate?.variable].filter(name => name !== undefined),
);

/**
 * Reads `WPM_*`. An empty variable is one that is not set.
 *
 * @internal
 */
export function readEnvironment(environment: Environment): Settings {
  const values = new Map<string, Setting>();
  const faults: { message: string }[] = [];
  const warnings: string[] = [];
  for (const { path, facts } of optionList) {
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
  return { values, faults, warnings: [...warnings, ...unknownVariables(environment)] };
}

function textOf(environment: Environment, variable: string): string | undefined {
  const text = environment[variable];
  if (typeof text !== 'string') return undefined;
  return text.trim() || undefined;
}

function gateFault(variable: string, text: string): string {
  return `${variable} must be true or false; it is '${text.slice(0, LONGEST_SHOWN)}'`;
}

/** Only by their names: a value may be a secret that was given a wrong name. */
function unknownVariables(environment: Environment): string[] {
  const known = new Set(VARIABLES);
  const unknown = Object.keys(environment).filter(name => name.startsWith(PREFIX) && !known.has(name));
  return unknown.slice(0, MOST_WARNINGS).map(name => {
    const meant = nearestVariable(
      name.slice(PREFIX.length),
      VARIABLES.map(each => each.slice(PREFIX.length)),
    );
    const hint = meant === undefined ? '' : `: did you mean ${PREFIX}${meant}?`;
    return `${name.replace(/\P{ASCII}|\p{Cc}/gu, '?').slice(0, LONGEST_SHOWN)} is not a variable of nestjs-performance-monitor${hint}`;
  });
}
