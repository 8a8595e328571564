/**
 * Properties of a delivery's error, beside its message. Any error may have them; `DeliveryError` is a convenience.
 *
 * @example
 * throw Object.assign(new Error('the connection broke after the alert was sent'), { ambiguous: true })
 *
 * @publicApi
 */
export interface DeliveryFault {
  /**
   * True when the alert may have arrived although the delivery failed: the connection broke, or the time was over,
   * after it was sent. It is sent again only after the claim's lease, and not at once.
   *
   * @default false; true for any error after the signal was aborted, unless the error has `false`
   */
  readonly ambiguous?: boolean | undefined;
  /**
   * True when every attempt fails until a person changes something: a token was revoked, or a channel was deleted. The
   * next attempt is later than after other errors.
   *
   * @default false
   */
  readonly permanent?: boolean | undefined;
}

/**
 * The error of a notifier that could not deliver an alert.
 *
 * @example
 * throw new DeliveryError('401: the token is wrong or revoked', { permanent: true })
 *
 * @publicApi
 */
export class DeliveryError extends Error implements DeliveryFault {
  /** Always `DeliveryError`, for code that cannot use `instanceof`. */
  override readonly name = 'DeliveryError';
  /** As in {@link DeliveryFault}; `undefined` means its default. */
  readonly ambiguous: boolean | undefined;
  /** As in {@link DeliveryFault}; `undefined` means its default. */
  readonly permanent: boolean | undefined;

  /**
   * @param message one sentence with the remedy; secrets are masked in the log
   * @param options the properties, and the `cause`
   */
  constructor(message: string, options: DeliveryFault & ErrorOptions = {}) {
    super(message, options);
    this.ambiguous = options.ambiguous;
    this.permanent = options.permanent;
  }
}

/**
 * Reads the properties of anything that was thrown. Never throws.
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
