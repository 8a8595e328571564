/**
 * The parts of a slow request that its report contains. Secrets are masked by their names and by their form. The report
 * always has path, method, status, route parameters, the client's address, and the ids, type and length of the request.
 * Can be changed at run time.
 *
 * @example
 * capture: { body: true, headers: ['user-agent', 'x-tenant'], redact: { keys: ['tax'] } }
 *
 * @publicApi
 */
export interface CaptureOptions {
  /**
   * Keeps the values of the query. Values with a sensitive name or form are masked.
   *
   * @default true
   */
  query?: boolean;

  /**
   * The names of the request headers with values to keep, in any case. Values with a sensitive name are masked. The list
   * replaces the default. The first 100 names apply, and 1024 characters of each value are kept.
   *
   * @default accept, content-type, host, user-agent and other harmless ones
   */
  headers?: readonly string[];

  /**
   * Keeps the body in the form in which the application parsed it: masked, and cut to 6 levels and 32 kB. Of uploads,
   * only names and sizes are kept. A body may hold personal data.
   *
   * @default false
   */
  body?: boolean;

  /** Additions to the built-in rules of masking. */
  redact?: RedactOptions;
}

/**
 * Additional rules for names, beside the built-in ones (`password`, `token`, `authorization` …). They apply to query,
 * route parameters, headers and body, and to names within texts. Case and separators do not count: `customerNo`,
 * `customer_no` and `Customer-No` are the same name. A name that matches both `keys` and `allow` is masked.
 *
 * @publicApi
 */
export interface RedactOptions {
  /**
   * Additional names with secret values, in any case. Longer names that contain one count too: `'tax'` masks `taxNumber`.
   *
   * @default []
   */
  keys?: readonly string[];

  /**
   * Names with values that are not masked although the name sounds like a secret. In any case, whole names only.
   *
   * @default []
   */
  allow?: readonly string[];
}
