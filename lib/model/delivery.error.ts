/**
 * What a delivery's error tells beside its message. Any error may carry these: `DeliveryError` is only a convenience.
 *
 * @example
 * throw Object.assign(new Error('the connection broke after the alert was sent'), { ambiguous: true })
 *
 * @publicApi
 */
export interface DeliveryFault {
  /**
   * The alert may have arrived all the same: the connection broke, or the time was over, after it was sent. It is then
   * not sent again at once, but when nothing is known of it for the length of a claim's lease.
   *
   * @default false; true for whatever is thrown after the signal was aborted, unless it says `false` itself
   */
  readonly ambiguous?: boolean | undefined;
  /**
   * It would fail again, until somebody changes something: a token was revoked, a channel is gone. The next attempt is
   * left for later than after other errors.
   *
   * @default false
   */
  readonly permanent?: boolean | undefined;
}

/**
 * Why a notifier could not deliver an alert.
 *
 * @example
 * throw new DeliveryError('401: the token is wrong or revoked', { permanent: true })
 *
 * @publicApi
 */
export class DeliveryError extends Error implements DeliveryFault {
  /** Always the same, for those who can not use `instanceof`. */
  override readonly name = 'DeliveryError';
  /** As in {@link DeliveryFault}; `undefined` leaves it to the default. */
  readonly ambiguous: boolean | undefined;
  /** As in {@link DeliveryFault}; `undefined` leaves it to the default. */
  readonly permanent: boolean | undefined;

  /**
   * @param message one sentence that says what to do; secrets are masked where it is logged
   * @param options what is known of it, and the `cause`
   */
  constructor(message: string, options: DeliveryFault & ErrorOptions = {}) {
    super(message, options);
    this.ambiguous = options.ambiguous;
    this.permanent = options.permanent;
  }
}

/**
 * Reads what an error says of itself: of anything that can be thrown. Never throws.
 *
 * @internal
 */
export function deliveryFaultOf(error: unknown): DeliveryFault {
  return { ambiguous: flagOf(error, 'ambiguous'), permanent: flagOf(error, 'permanent') };
}

function flagOf(error: unknown, name: keyof DeliveryFault): boolean | undefined {
  try {
    const value = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
    return typeof value === 'boolean' ? value : undefined;
  } catch {
    return undefined;
  }
}
