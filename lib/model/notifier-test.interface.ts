/**
 * The result of a test alert, returned by `testNotifiers()`.
 *
 * @publicApi
 */
export interface NotifierTestResult {
  /** True when every notifier delivered it. False without any notifier, because alerts would reach no person. */
  readonly success: boolean;
  /** By the notifiers' names: `local-file`, then those of the options, such as `teams`, and those of the application. */
  readonly results: Readonly<
    Record<
      string,
      {
        /** True when the test alert was delivered; false when it only may have arrived. */
        readonly ok: boolean;
        /** One line with the fault and the remedy, secrets masked; absent when `ok`. */
        readonly error?: string;
      }
    >
  >;
}
