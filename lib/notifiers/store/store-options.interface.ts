import type { ReportFormat } from '../../model/report.interface.js';
import type { Duration } from '../../options/option-values.interface.js';
import type { KeyvStore } from './keyv-store.interface.js';

/** The member that this notifier adds to the options of the module. */
export interface StoreOption {
  /**
   * Keeps the reports in a bucket, or in a store of keyv, where they outlive the container that wrote them.
   *
   * @default false
   * @example
   * store: new Keyv({ store: new KeyvRedis('redis://cache:6379'), ttl: 7 * 86_400_000 })
   */
  store?: false | StoreOptions | KeyvStore;
}

/**
 * The place of the reports beyond the host.
 *
 * @example
 * store: { s3: { bucket: 'acme-reports', prefix: 'orders/', baseUrl: 'https://reports.example.com' } }
 *
 * @publicApi
 */
export interface StoreOptions {
  /** A bucket of S3, or of a service with its API: MinIO, R2, Ceph. Needs the package `@aws-sdk/client-s3`. */
  s3?: S3StoreOptions;

  /**
   * A store of keyv 5, the same as in the place of this object. It gets the page of each report, compressed, under the key
   * `performance-monitor:report:<id>`. A page expires after the store's own `ttl`, or else after 30 days.
   */
  keyv?: KeyvStore;
}

/**
 * A bucket, and the names of the reports in it. Credentials come from the SDK's own chain: the role of the pod or machine,
 * `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or a profile.
 *
 * @publicApi
 */
export interface S3StoreOptions {
  /** The name of a bucket that exists. Required. */
  bucket?: string;

  /**
   * The beginning of each object's key: `'orders/'`.
   *
   * @default ''
   */
  prefix?: string;

  /**
   * The region of the bucket: `'eu-central-1'`.
   *
   * @default the SDK's own: `AWS_REGION` or the profile's; `'us-east-1'` with an `endpoint`
   */
  region?: string;

  /**
   * The address of a service with the API of S3: `'http://minio:9000'`. Buckets are then a part of the path, not of the
   * host.
   *
   * @default none: AWS
   */
  endpoint?: string;

  /**
   * One object is stored in each format, at least one: see {@link ReportFormat}.
   *
   * @default ['html']
   */
  formats?: readonly ReportFormat[];

  /**
   * The address at which people find the bucket, behind a proxy or a CDN of yours that checks who they are. Messages and
   * log lines then have links: this address, a slash and the object's key.
   *
   * @default none: messages have `s3://<bucket>/<key>`
   */
  baseUrl?: string;

  /**
   * Reports of this age are deleted, once an hour: 1 hour to 10 years. Needs the rights to list and to delete. A lifecycle
   * rule of the bucket does the same without them.
   *
   * @default false
   */
  maxAge?: false | Duration;
}
