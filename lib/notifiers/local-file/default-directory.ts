import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The variable of the option `localFile.outputDir`. @internal */
export const OUTPUT_DIR_VARIABLE = 'WPM_LOCAL_OUTPUT_DIR';

/** The directory of reports without the option `localFile.outputDir`. @internal */
export function defaultOutputDir(): string {
  return join(tmpdir(), 'performance-reports');
}
