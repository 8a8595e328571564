/**
 * A length of time: milliseconds as a number, or a string with a unit: `'500ms'`, `'1.5s'`, `'2m'`, `'1h'`, `'10d'`,
 * `'2w'`. Never negative. Words, such as `'10 days'`, are invalid.
 *
 * @publicApi
 */
export type Duration = number | string;

/**
 * A regular expression, as a string or as a `RegExp`. For a request, the monitor searches the path and the full URL. For
 * any other execution, it searches the name. Strings are case-sensitive.
 *
 * The patterns run in a linear-time engine, so a URL cannot block the event loop. The start fails for look-around,
 * back-references, empty patterns, and patterns of more than 1000 characters.
 *
 * @example
 * '^/health'            // the path begins with it
 * /\.(css|js)$/i        // the path ends with it
 * '^https?://internal'  // the full URL begins with it
 *
 * @publicApi
 */
export type ExecutionPattern = string | RegExp;

/**
 * The least severe log lines of the monitor that are written. Each level includes the levels before it.
 *
 * - `silent`: no lines.
 * - `error`: failures of the monitor. Equal lines appear at most once a minute.
 * - `warn`: one line for each alert, and faults that the user can correct.
 * - `info`: recoveries.
 * - `debug`: the same as `info`, in this version.
 *
 * @publicApi
 */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';
