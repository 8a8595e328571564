import { text } from '../options/schema/checks.js';
import { switchablePart } from '../options/schema/option-part.js';
import { option, optional } from '../options/schema/option.js';
import { isCronExpression } from './cron-expression.js';

const NAMED_TIMES = new Map([
  ['daily', '0 8 * * *'],
  ['weekly', '0 8 * * 1'],
]);

const cron = text('a cron expression')
  .refine(
    value => NAMED_TIMES.has(value) || isCronExpression(value),
    "must be 'daily', 'weekly' or a cron expression, such as '0 8 * * 1-5'",
  )
  .transform(value => NAMED_TIMES.get(value) ?? value);

/** @internal */
export interface ResolvedDigest {
  /** A cron expression. */
  readonly cron: string;
  readonly timeZone: string | undefined;
}

/** @internal */
export const digestOptions = switchablePart({
  option: 'digest',
  facts: {
    about: "sends a summary of slow executions; a text, such as `'daily'`, is short for an object with that `cron`",
    variable: 'WPM_ENABLE_DIGEST',
    short: 'cron',
    form: 'boolean',
  },
  members: {
    cron: option(cron, 'daily', {
      about: "the schedule: `'daily'` (at 8), `'weekly'` (on Mondays at 8) or a cron expression",
      variable: 'WPM_DIGEST_CRON',
    }),
    timeZone: optional(
      text('a time zone').refine(isTimeZone, "must be the name of a time zone, such as 'Europe/Berlin'"),
      {
        about: 'the time zone of the schedule',
        variable: 'WPM_DIGEST_TIME_ZONE',
        shownDefault: 'the time zone of the process',
      },
    ),
  },
  resolve: (checked): ResolvedDigest => Object.freeze({ cron: checked.cron, timeZone: checked.timeZone }),
});

function isTimeZone(value: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
