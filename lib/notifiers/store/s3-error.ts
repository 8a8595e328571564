import { DeliveryError } from '../../model/delivery.error.js';
import type { ResolvedS3 } from './store.options.js';

/** By the names of the errors of the SDK and of the API. */
const REMEDIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    NoSuchBucket: 'there is no such bucket: create it, or set store.s3.bucket',
    NotFound: 'there is no such bucket: create it, or set store.s3.bucket',
    AccessDenied:
      'these credentials may not do that: allow s3:PutObject below the prefix, s3:ListBucket and s3:DeleteObject for maxAge',
    Forbidden:
      'these credentials may not do that: allow s3:PutObject below the prefix, s3:ListBucket and s3:DeleteObject for maxAge',
    InvalidAccessKeyId: 'the access key is unknown: check the credentials of the process',
    SignatureDoesNotMatch: 'the secret key is wrong: check the credentials of the process',
    ExpiredToken: 'the credentials have expired: renew them',
    CredentialsProviderError:
      'the process has no credentials: give it a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    PermanentRedirect: 'the bucket is in another region: set store.s3.region',
    AuthorizationHeaderMalformed: 'the bucket is in another region: set store.s3.region',
    IllegalLocationConstraintException: 'the bucket is in another region: set store.s3.region',
  }),
);
const NO_REGION = /^Region is missing/;
/** Without the remedy, a later attempt may succeed. */
const PASSING = new Set(['ExpiredToken', 'CredentialsProviderError']);

/**
 * The error of a request to the bucket, with the remedy. It repeats no text of the server, which may contain keys.
 *
 * @internal
 */
export function s3Error({ bucket, endpoint }: ResolvedS3, error: unknown): DeliveryError {
  const { name, code, message, status } = factsOf(error);
  const remedy = NO_REGION.test(message)
    ? 'the region is unknown: set store.s3.region or AWS_REGION'
    : (REMEDIES.get(name) ?? REMEDIES.get(code));
  const detail = [status === undefined ? '' : String(status), code || name].filter(Boolean).join(' ');
  const where = endpoint === undefined ? `the bucket ${bucket}` : `the bucket ${bucket} at ${new URL(endpoint).host}`;
  return new DeliveryError(`No report can be stored in ${where}: ${remedy ?? 'the request failed'} (${detail})`, {
    // The same object under the same key again does no harm.
    ambiguous: false,
    permanent: remedy !== undefined && !PASSING.has(name),
    cause: error,
  });
}

function factsOf(error: unknown): { name: string; code: string; message: string; status: number | undefined } {
  const { name, code, Code, message, $metadata } = (typeof error === 'object' && error !== null ? error : {}) as Record<
    string,
    unknown
  >;
  const status = ($metadata as { httpStatusCode?: unknown } | undefined)?.httpStatusCode;
  return {
    name: textOf(name) || 'Error',
    code: textOf(Code) || textOf(code),
    message: textOf(message),
    status: typeof status === 'number' ? status : undefined,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' && /^[\w :.-]{1,200}$/.test(value) ? value : '';
}
