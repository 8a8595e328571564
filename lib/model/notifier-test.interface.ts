/**
 * What became of a test alert: the answer of `testNotifiers()`.
 *
 * @publicApi
 */
export interface NotifierTestResult {
  /** True when every notifier has delivered it; false when there is no notifier, because nobody would be told. */
  readonly success: boolean;
  /** By the notifiers' names: `local-file`, `mattermost`, `webhook`, `email`, and those of the application's own. */
  readonly results: Readonly<
    Record<
      string,
      {
        /** Whether it has delivered the test alert. What may have arrived, and may not, has not. */
        readonly ok: boolean;
        /** One line that says what went wrong and what to do, secrets masked; absent when `ok`. */
        readonly error?: string;
      }
    >
  >;
}
