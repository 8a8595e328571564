import type { NotifierDefinition } from '../notifier-definition.js';
import { LocalFileNotifier } from './local-file.notifier.js';
import { localFileOptions } from './local-file.options.js';

export type { LocalFileOption } from './local-file-options.interface.js';

/** Writes reports into a directory. @internal */
export const localFile: NotifierDefinition = { options: localFileOptions, provider: LocalFileNotifier };
