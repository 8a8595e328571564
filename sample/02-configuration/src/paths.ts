import { fileURLToPath } from 'node:url';

/** Beside `src` and `dist`, wherever the application is started from. */
export const ENV_FILE = fileURLToPath(new URL('../.env', import.meta.url));
export const MONITOR_FILE = fileURLToPath(new URL('../config/monitor.json', import.meta.url));
