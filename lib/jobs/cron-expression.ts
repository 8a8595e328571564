type Limits = readonly [lowest: number, highest: number];

const SECOND: Limits = [0, 59];
/** Minute, hour, day of the month, month, day of the week (7 is Sunday, like 0). */
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
/** The last day of each month, in a leap year. */
const LAST_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const RANGE = /^(?:\*|(\d+|[a-z]+)(?:-(\d+|[a-z]+))?)(?:\/(\d+))?$/;

/**
 * True if the package `cron` accepts the text, and the schedule has a time at all: there is no 31st of February.
 *
 * The check of settings is synchronous and cannot load `cron`: an `import()` is asynchronous, and bundlers do not follow a
 * `require()` at run time.
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
    limits.every((each, index) => fields[index]?.split(',').every(range => valuesOf(range, each).length > 0)) &&
    hasTime(fields)
  );
}

/** Every month has each day of the week. Without one, the earliest day must exist in one of the months. */
function hasTime(fields: readonly string[]): boolean {
  const [days = '*', months = '*', weekdays] = fields.slice(-3);
  if (weekdays !== '*') return true;
  const firstDay = Math.min(...days.split(',').flatMap(range => valuesOf(range, [1, 31])));
  return months
    .split(',')
    .some(range => valuesOf(range, [1, 12]).some(month => (LAST_DAYS[month - 1] ?? 0) >= firstDay));
}

/** The numbers of a range, with their step. None for a range outside the limits. */
function valuesOf(range: string, [lowest, highest]: Limits): number[] {
  const match = RANGE.exec(range);
  const step = Number(match?.[3] ?? 1);
  if (match === null || step === 0) return [];
  const from = match[1] === undefined ? lowest : numberOf(match[1]);
  const to =
    match[2] === undefined ? (match[1] === undefined || match[3] !== undefined ? highest : from) : numberOf(match[2]);
  if (!(from >= lowest && from <= to && to <= highest)) return [];
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

/** NaN for an unknown name, so no limits include it. */
function numberOf(text: string): number {
  if (MONTHS.includes(text)) return MONTHS.indexOf(text) + 1;
  return DAYS.includes(text) ? DAYS.indexOf(text) : Number(text);
}
