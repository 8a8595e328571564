import { readFile } from 'node:fs/promises';

/**
 * The schema of reports. The package's build replaces this module by one that contains the schema, because no code of the
 * package opens a file beside itself.
 */
export async function reportSchema(): Promise<object> {
  return JSON.parse(await readFile(new URL('../../lib/report/report.schema.json', import.meta.url), 'utf8')) as object;
}
