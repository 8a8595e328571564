import { z } from 'zod';
import { incompletenessOf } from './completeness.js';
import { optionsSchema } from './options.schema.js';
import { readEnvironment } from './sources/environment.source.js';
import { faultOf, faultsOf } from './sources/fault.js';
import { assemble } from './sources/settings.js';

/**
 * Checks the `WPM_*` variables, and leaves all others and all values as they are: a Standard Schema, for those who want
 * the environment checked by `@nestjs/config` 12 together with their own. The module checks them anyway.
 *
 * @example
 * ConfigModule.forRoot({ validationSchema: performanceMonitorEnvironmentSchema })
 *
 * @publicApi
 */
export const performanceMonitorEnvironmentSchema: z.ZodType<Record<string, unknown>> = z
  .record(z.string(), z.unknown())
  .superRefine((environment, context) => {
    const texts = Object.entries(environment).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    const { values, faults } = readEnvironment(Object.fromEntries(texts));
    for (const { message } of faults) context.addIssue(message);
    const parsed = optionsSchema.safeParse(assemble(values));
    const wrong = parsed.success
      ? incompletenessOf(parsed.data).map(({ path, message }) => faultOf(path.split('.'), message, values))
      : faultsOf(parsed.error, values);
    for (const { message } of wrong) context.addIssue(message);
  });
