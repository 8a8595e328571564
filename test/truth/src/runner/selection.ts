import { CAUSES, type Cause } from '../causes.js';
import { LIBRARIES } from '../table.js';

/**
 * @param choices `pg`, `pg/lock` or `/lock`; none for all
 * @returns the chosen causes of a library
 * @throws when a choice names no library or no cause
 */
export function selection(choices: readonly string[]): (library: string) => readonly Cause[] {
  const pairs = choices.map(choice => {
    const [library = '', cause = ''] = choice.split('/');
    const isKnown =
      (library === '' || LIBRARIES.some(({ name }) => name === library)) &&
      (cause === '' || (CAUSES as readonly string[]).includes(cause));
    if (!isKnown) throw new Error(`${choice}: no such library or cause`);
    return { library, cause };
  });
  if (pairs.length === 0) return () => CAUSES;
  return name =>
    CAUSES.filter(known =>
      pairs.some(({ library, cause }) => ['', name].includes(library) && ['', known].includes(cause)),
    );
}
