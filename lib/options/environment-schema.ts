import { z } from 'zod';
import type { OptionCatalog } from './catalog/option-catalog.js';
import { checkSettings } from './check-settings.js';
import { readEnvironment } from './sources/environment.source.js';

/** A schema that checks the `WPM_*` variables of an environment. All values pass unchanged. @internal */
export function environmentSchemaOf(catalog: OptionCatalog): z.ZodType<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).superRefine((environment, context) => {
    const texts = Object.entries(environment).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    const { values, faults } = readEnvironment(catalog, Object.fromEntries(texts));
    const outcome = checkSettings(catalog, values);
    for (const { message } of [...faults, ...('faults' in outcome ? outcome.faults : [])]) context.addIssue(message);
  });
}
