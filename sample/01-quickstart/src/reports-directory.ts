import { fileURLToPath } from 'node:url';

/** Where the monitor writes its reports: `reports/` in this sample. */
export const REPORTS_DIRECTORY = fileURLToPath(new URL('../reports', import.meta.url));
