/**
 * What became of a test alert: the answer of `testNotifiers()`.
 *
 * @publicApi
 */
export interface NotifierTestResult {
  /** True when every notifier has delivered it; false when there is no notifier, because nobody would be told. */
  readonly success: boolean;
  /** By the notifiers' names. `error` is one line that says what went wrong and what to do, secrets masked. */
  readonly results: Readonly<Record<string, { readonly ok: boolean; readonly error?: string }>>;
}
