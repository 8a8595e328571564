import type { NotifierDefinition } from '../notifier-definition.js';
import { LOAD_S3, loadS3 } from './s3-sdk.js';
import { StoreNotifier } from './store.notifier.js';
import { storeOptions } from './store.options.js';

export type { StoreOption } from './store-options.interface.js';

/** Keeps reports in a bucket. @internal */
export const store: NotifierDefinition = {
  options: storeOptions,
  provider: StoreNotifier,
  dependencies: [{ provide: LOAD_S3, useValue: loadS3 }],
};
