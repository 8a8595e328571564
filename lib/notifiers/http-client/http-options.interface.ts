/**
 * The connections of the notifiers. The application's global dispatcher is neither used nor changed.
 *
 * @example
 * http: { ca: '/etc/ssl/company.pem' }
 *
 * @publicApi
 */
export interface HttpOptions {
  /**
   * Certificates of additional authorities to trust: PEM text, or the path of a file with it, read at the start. At most
   * 1 MB.
   *
   * @default none: the built-in ones only
   */
  ca?: string;

  /**
   * `false` accepts servers with a certificate that cannot be verified. For tests only.
   *
   * @default true
   */
  rejectUnauthorized?: boolean;
}
