import type { NotifierDefinition } from '../notifier-definition.js';
import { LocalFileNotifier } from './local-file.notifier.js';
import { localFileOptions } from './local-file.options.js';

/** Writes reports into a directory. @internal */
export const localFile: NotifierDefinition = { options: localFileOptions, provider: LocalFileNotifier };
