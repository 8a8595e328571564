import * as nodeFs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { localFile } from '../../../../lib/notifiers/local-file/local-file.definition.js';
import { LocalFileNotifier } from '../../../../lib/notifiers/local-file/local-file.notifier.js';
import type { FileSystem } from '../../../../lib/platform/file-system.interface.js';
import { notifierContract, type ReceiverState } from '../../../contracts/notifier.js';
import { EventOnce } from '../../../contracts/support/event-once.js';

let fs: FileSystem = nodeFs;
let reached = new EventOnce();

notifierContract({
  title: 'local-file',
  definition: localFile,
  remedy: /no space left on its disk: free some, or set localFile\.outputDir/,
  ambiguous: false,
  async start(state) {
    const outputDir = await nodeFs.mkdtemp(join(tmpdir(), 'local-file-contract-'));
    reached = new EventOnce();
    fs = fileSystem(state);
    return {
      options: { localFile: { outputDir } },
      arrivals: async () => {
        const names = await nodeFs.readdir(outputDir);
        return Promise.all(
          names
            .filter(name => !name.startsWith('.'))
            .map(async name => `${name} ${await nodeFs.readFile(join(outputDir, name), 'utf8')}`),
        );
      },
      reached: () => reached.happened,
      close: () => nodeFs.rm(outputDir, { recursive: true, force: true }),
    };
  },
  create: (live, log) => ({ notifier: new LocalFileNotifier(live, new AlertFiles(), log.logger, fs) }),
});

function fileSystem(state: ReceiverState): FileSystem {
  if (state === 'ready') return nodeFs;
  const writeFile = (_: unknown, options?: unknown): Promise<void> => {
    if (state === 'refusing') return Promise.reject(Object.assign(new Error('ENOSPC: raw'), { code: 'ENOSPC' }));
    // A disk that hangs. Node rejects with the reason of the signal.
    const { signal } = options as { signal: AbortSignal };
    reached.happen();
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  };
  return {
    ...(nodeFs as FileSystem),
    open: async (...args) => {
      const file = await nodeFs.open(...args);
      return { writeFile, close: () => file.close() };
    },
  };
}
