import { Agent } from 'node:https';
import type { ResolvedHttp } from '../http-client/http.options.js';
import { linkBelow } from '../message/report-link.js';
import { readReportFileName } from '../message/report-file-name.js';
import { s3Error } from './s3-error.js';
import type { ReportStore, StoredObject } from './report-store.interface.js';
import type { S3Connection, S3Sdk } from './s3-sdk.js';
import type { ResolvedS3 } from './store.options.js';

const CONNECT_MS = 5_000;
const ATTEMPTS = 3;
/** One request lists, and one deletes, so many. */
const PAGE = 1_000;
/** Pages of one cleaning: the next one goes on. */
const MAX_PAGES = 100;

interface Listed {
  readonly Contents?: readonly { readonly Key?: string; readonly LastModified?: Date }[];
  readonly NextContinuationToken?: string;
}

/**
 * One bucket, by the SDK. The SDK repeats failed requests.
 *
 * @internal
 */
export class S3Bucket implements ReportStore {
  readonly formats: ReportStore['formats'];
  private readonly client: S3Connection;

  constructor(
    private readonly sdk: S3Sdk,
    private readonly options: ResolvedS3,
    http: ResolvedHttp,
  ) {
    this.client = new sdk.S3Client(configOf(options, http));
    this.formats = options.formats;
  }

  async put({ name, bytes, mediaType }: StoredObject, signal: AbortSignal): Promise<string> {
    const { bucket: Bucket, prefix, baseUrl } = this.options;
    // A shared cache must not keep what a proxy has shown to one person.
    const ContentType = mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType;
    const facts = { ContentType, CacheControl: 'private, no-cache' };
    await this.send(
      new this.sdk.PutObjectCommand({
        Bucket,
        Key: prefix + name,
        Body: bytes,
        ContentLength: bytes.byteLength,
        ...facts,
      }),
      signal,
    );
    return baseUrl === undefined ? `s3://${Bucket}/${prefix}${name}` : linkBelow(baseUrl, prefix + name);
  }

  /** Rejects when the bucket cannot be reached with these credentials. */
  async look(signal: AbortSignal): Promise<string> {
    const { bucket } = this.options;
    await this.send(new this.sdk.HeadBucketCommand({ Bucket: bucket }), signal);
    return `the bucket ${bucket} answers`;
  }

  /** Other objects below the prefix stay. */
  async removeBefore(timeMs: number, signal: AbortSignal): Promise<void> {
    let token: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const listed = await this.list(token, signal);
      const old = (listed.Contents ?? []).filter(({ Key = '', LastModified }) => {
        const isReport = readReportFileName(Key.slice(this.options.prefix.length)) !== undefined;
        return isReport && LastModified !== undefined && LastModified.getTime() < timeMs;
      });
      await this.remove(
        old.map(({ Key }) => ({ Key })),
        signal,
      );
      token = listed.NextContinuationToken;
      if (token === undefined) return;
    }
  }

  close(): void {
    this.client.destroy();
  }

  private async list(ContinuationToken: string | undefined, signal: AbortSignal): Promise<Listed> {
    const { bucket: Bucket, prefix: Prefix } = this.options;
    const query = { Bucket, Prefix, MaxKeys: PAGE, ...(ContinuationToken !== undefined && { ContinuationToken }) };
    return (await this.send(new this.sdk.ListObjectsV2Command(query), signal)) as Listed;
  }

  private async remove(Objects: readonly object[], signal: AbortSignal): Promise<void> {
    if (Objects.length === 0) return;
    const Delete = { Objects, Quiet: true };
    await this.send(new this.sdk.DeleteObjectsCommand({ Bucket: this.options.bucket, Delete }), signal);
  }

  private async send(command: object, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    try {
      return await this.client.send(command, { abortSignal: signal });
    } catch (error) {
      throw s3Error(this.options, error);
    }
  }
}

function configOf({ region, endpoint }: ResolvedS3, { ca, rejectUnauthorized }: ResolvedHttp): object {
  const isOwnTrust = ca !== undefined || !rejectUnauthorized;
  const httpsAgent = isOwnTrust ? { httpsAgent: new Agent({ keepAlive: true, ca, rejectUnauthorized }) } : {};
  return {
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true, region: region ?? 'us-east-1' }),
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, ...httpsAgent },
    // Several services with this API refuse the checksums that the SDK adds by itself.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}
