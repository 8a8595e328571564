import { DeliveryError } from '../../model/delivery.error.js';

/** The members of `@aws-sdk/client-s3` in use. @internal */
export interface S3Sdk {
  readonly S3Client: new (config: object) => S3Connection;
  readonly PutObjectCommand: S3Command;
  readonly HeadBucketCommand: S3Command;
  readonly ListObjectsV2Command: S3Command;
  readonly DeleteObjectsCommand: S3Command;
}

type S3Command = new (input: Readonly<Record<string, unknown>>) => object;

/** @internal */
export interface S3Connection {
  send(command: object, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
  destroy(): void;
}

/** Injection token of a function that loads the SDK. @internal */
export const LOAD_S3 = Symbol('PERFORMANCE_MONITOR:LOAD_S3');

/**
 * Loads the SDK. Only applications with a bucket install it.
 *
 * @throws DeliveryError with the remedy
 * @internal
 */
export async function loadS3(): Promise<S3Sdk> {
  try {
    return (await import('@aws-sdk/client-s3')) as unknown as S3Sdk;
  } catch (cause) {
    const text =
      'the option store.s3 needs the package @aws-sdk/client-s3, which cannot be loaded: run "npm install @aws-sdk/client-s3"';
    throw new DeliveryError(text, { permanent: true, ambiguous: false, cause });
  }
}
