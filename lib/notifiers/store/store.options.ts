import { z } from 'zod';
import { SUPPORTED_FORMATS, type ReportFormat } from '../../model/report-formats.js';
import { durationOrFalse, list, plainUrl, text } from '../../options/schema/checks.js';
import { frozen } from '../../options/schema/frozen.js';
import { missingFaults, switchablePart } from '../../options/schema/option-part.js';
import { group, option, optional } from '../../options/schema/option.js';
import type { KeyvStore } from './keyv-store.interface.js';

/** By the rules of S3 for general purpose buckets, without those for dots. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const BUCKET_TEXT = 'must be the name of a bucket: 3 to 63 of a-z, 0-9, dots and hyphens';
/** Characters that a key has unchanged in a link. */
const PREFIX = /^(?:[\w.-]+\/)*[\w.-]*$/;
const MOST_PREFIX = 200;
const INCOMPLETE = 'it receives the reports';

/** @internal */
export interface ResolvedS3 {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly formats: readonly ReportFormat[];
  /** Without a slash at its end. */
  readonly baseUrl: string | undefined;
  readonly maxAgeMs: number | false;
}

/** One of the two. @internal */
export type ResolvedStore = { readonly s3: ResolvedS3 } | { readonly keyv: KeyvStore };

const MEMORY = 'must have an adapter, such as createKeyv() of @keyv/redis: a Keyv without one fills the memory';
const KEYV_METHODS = ['get', 'set', 'delete', 'on', 'off'] as const;
const keyvOption = optional(z.custom<KeyvStore>(isKeyv, 'must be a store of keyv 5, such as new Keyv(…)'), {
  about: 'a store of keyv that receives the pages of the reports; it can stand in the place of the object',
  opaque: true,
  shownDefault: 'none',
});

const s3 = group({
  bucket: optional(
    text('the name of a bucket').refine(name => BUCKET.test(name), BUCKET_TEXT),
    { about: 'the bucket that receives the reports', variable: 'WPM_STORE_S3_BUCKET' },
  ),
  prefix: option(
    z
      .string('must be a text')
      .max(MOST_PREFIX, `must have at most ${MOST_PREFIX} characters`)
      .refine(
        prefix => PREFIX.test(prefix),
        "must be the beginning of keys, such as 'orders/': A-Z, a-z, 0-9, . _ - /",
      ),
    '',
    { about: "the beginning of each object's key, such as `'orders/'`", variable: 'WPM_STORE_S3_PREFIX' },
  ),
  region: optional(text('the name of a region'), {
    about: "the region of the bucket; by default the SDK's own",
    variable: 'WPM_STORE_S3_REGION',
  }),
  endpoint: optional(plainUrl('credentials come from the environment'), {
    about: 'the address of a service with the API of S3: MinIO, R2, Ceph',
    variable: 'WPM_STORE_S3_ENDPOINT',
  }),
  formats: option(
    list(z.enum(SUPPORTED_FORMATS, { error: `must be one of ${SUPPORTED_FORMATS.join(', ')}` }), 'formats')
      .min(1, 'must name at least one format; set store to false to store nothing')
      .transform(formats => [...new Set(formats)]),
    ['html'],
    { about: 'one object is stored in each of these formats', variable: 'WPM_STORE_S3_FORMATS', form: 'list' },
  ),
  baseUrl: optional(plainUrl("messages show it, and an object's key follows"), {
    about: 'the address at which people find the bucket; messages then have links to the reports',
    variable: 'WPM_STORE_S3_BASE_URL',
  }),
  maxAge: option(durationOrFalse('1h', '3650d'), false, {
    about: 'older reports are deleted from the bucket; needs the rights to list and to delete',
    variable: 'WPM_STORE_S3_MAX_AGE_DAYS',
    form: 'days',
  }),
});

/** @internal */
export const storeOptions = switchablePart({
  option: 'store',
  facts: {
    about: 'keeps the reports in a bucket of S3, or in a store of keyv',
    variable: 'WPM_ENABLE_STORE',
    form: 'boolean',
    short: 'keyv',
    isShort: isKeyv,
  },
  members: { s3, keyv: keyvOption },
  faultsOf: ({ s3: { bucket }, keyv: given }) => {
    if (given === undefined) return missingFaults('store.s3', { bucket }, INCOMPLETE);
    if (isInMemory(given)) return [{ path: 'store.keyv', message: MEMORY }];
    const message = 'must not be set beside a store of keyv: reports go to one of the two';
    return bucket === undefined ? [] : [{ path: 'store.s3.bucket', message }];
  },
  resolve({ s3: { bucket, maxAge, baseUrl, ...rest }, keyv: given }): ResolvedStore | false {
    // The store is the application's: it is not frozen.
    if (given !== undefined) return Object.freeze({ keyv: given });
    if (bucket === undefined) return false;
    const address = baseUrl?.replace(/\/+$/, '');
    const { prefix, region, endpoint, formats } = rest;
    return frozen({ s3: { bucket, prefix, region, endpoint, formats, baseUrl: address, maxAgeMs: maxAge } });
  },
});

/** A `Keyv`, not one of its adapters: these take texts only. */
function isKeyv(value: unknown): value is KeyvStore {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const keyv = value as Readonly<Record<string, unknown>>;
    return KEYV_METHODS.every(name => typeof keyv[name] === 'function') && typeof keyv['hooks'] === 'object';
  } catch {
    return false;
  }
}

/** Values in memory that are never read are never removed. */
function isInMemory(keyv: KeyvStore): boolean {
  return (keyv as { readonly store?: unknown }).store instanceof Map;
}
