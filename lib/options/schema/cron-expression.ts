type Limits = readonly [lowest: number, highest: number];

const SECOND: Limits = [0, 59];
/** Minute, hour, day of the month, month, day of the week, where 7 is Sunday, too. */
const FIELDS: readonly Limits[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const PRESETS = new Set(
  ['yearly', 'monthly', 'weekly', 'daily', 'hourly', 'minutely', 'secondly', 'weekdays', 'weekends'].map(
    name => `@${name}`,
  ),
);
const RANGE = /^(?:\*|(\d+|[a-z]+)(?:-(\d+|[a-z]+))?)(?:\/(\d+))?$/;

/**
 * Whether the package `cron` takes the text. Settings are checked synchronously, where `cron` cannot be loaded only when
 * it is needed: an `import` is asynchronous, and bundlers do not follow a `require()` made at run time.
 *
 * @internal
 */
export function isCronExpression(text: string): boolean {
  const expression = text.toLowerCase();
  if (PRESETS.has(expression)) return true;
  const fields = expression.trim().split(/\s+/);
  const limits = fields.length > FIELDS.length ? [SECOND, ...FIELDS] : FIELDS;
  return (
    fields.length === limits.length &&
    limits.every((each, index) => fields[index]?.split(',').every(range => isWithin(range, each)))
  );
}

function isWithin(range: string, [lowest, highest]: Limits): boolean {
  const match = RANGE.exec(range);
  if (match === null || Number(match[3] ?? 1) === 0) return false;
  const from = match[1] === undefined ? lowest : numberOf(match[1]);
  const to = match[2] === undefined ? from : numberOf(match[2]);
  return from >= lowest && from <= to && to <= highest;
}

/** NaN, which is within no limits, for a name that is none. */
function numberOf(text: string): number {
  if (MONTHS.includes(text)) return MONTHS.indexOf(text) + 1;
  return DAYS.includes(text) ? DAYS.indexOf(text) : Number(text);
}
