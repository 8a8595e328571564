import type { KernelFiles } from '../../lib/recorder/processor/kernel-files.js';

// Replaces lib/recorder/processor/kernel-files.ts in integration tests: no thread ever waits for a processor.
export const kernelFiles: KernelFiles = {
  text: path => (path.endsWith('/schedstat') ? '1000000 0 1\n' : undefined),
  names: () => [],
};
export const noFiles = kernelFiles;
