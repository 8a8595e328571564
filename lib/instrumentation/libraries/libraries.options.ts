import { z } from 'zod';
import { option } from '../../options/schema/option.js';
import { optionPart } from '../../options/schema/option-part.js';

/** Libraries whose operations are recorded, by their names in the option. */
const LIBRARY_NAMES = [
  'undici',
  'node-http',
  'node-http2',
  'aws-sdk',
  'elasticsearch',
  'ioredis',
  'redis',
  'pg',
  'postgres',
  'mysql2',
  'node-sqlite',
  'mongoose',
  'typeorm',
  'prisma',
  'knex',
  'sequelize',
  'microservices',
  'bullmq',
  'opentelemetry',
] as const;
/** @internal */
export type LibraryName = (typeof LIBRARY_NAMES)[number];

const NAMES = LIBRARY_NAMES.map(name => `'${name}'`).join(', ');
const RIGHT = `must be 'auto', false, or an object with true or false for ${NAMES}`;
const SHOWN_NAMES = new Intl.ListFormat('en').format(LIBRARY_NAMES.map(name => `\`${name}\``));

const isOn = z.union([z.boolean(), z.looseObject({})], { error: 'must be true, false or an object' });
const byName = z.partialRecord(z.enum(LIBRARY_NAMES), isOn, {
  error: ({ code }) => ((code as string) === 'unrecognized_keys' ? `must name only ${NAMES}` : undefined),
});

/** @internal */
export const librariesOptions = optionPart({
  option: 'libraries',
  schema: option(
    z
      .union([z.literal(['auto', false]), byName], { error: RIGHT })
      .transform((given): LibraryName[] =>
        given === false ? [] : LIBRARY_NAMES.filter(name => given === 'auto' || given[name] !== false),
      ),
    'auto',
    {
      about: `the libraries whose requests are recorded, ${SHOWN_NAMES}: all with \`'auto'\`, none with \`false\`; an object or \`pg=false,redis=false\` switches single ones off`,
      variable: 'WPM_LIBRARIES',
      form: 'switches',
    },
  ),
  resolve: (checked): readonly LibraryName[] => Object.freeze(checked),
});
