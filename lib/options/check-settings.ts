import type { CheckedOptions, OptionCatalog } from './catalog/option-catalog.js';
import { faultOf, faultsOf, type OptionFault } from './sources/fault.js';
import { assemble, type Setting } from './sources/settings.js';

/** @internal */
export type CheckOutcome = { readonly checked: CheckedOptions } | { readonly faults: readonly OptionFault[] };

/** Checks every value, and then the values of each group together. @internal */
export function checkSettings(catalog: OptionCatalog, values: ReadonlyMap<string, Setting>): CheckOutcome {
  const parsed = catalog.parse(assemble(catalog, values));
  if ('error' in parsed) return { faults: faultsOf(catalog, parsed.error, values) };
  const faults = catalog
    .groupFaults(parsed.checked)
    .map(({ path, message }) => faultOf(catalog, path.split('.'), message, values));
  return faults.length === 0 ? parsed : { faults };
}
