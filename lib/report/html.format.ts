import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);
const PLACEHOLDER = '@@REPORT@@';

/**
 * The built page, cut where the report goes.
 *
 * @internal
 */
export interface HtmlTemplate {
  readonly head: Buffer;
  readonly tail: Buffer;
}

/**
 * Reads the page that `npm run build:viewer` makes; it lies beside this module, in the sources and in the package.
 *
 * @throws Error when it was not built, or is not the template.
 * @internal
 */
export async function loadTemplate(file: URL = new URL('./viewer.html', import.meta.url)): Promise<HtmlTemplate> {
  const page = await readFile(file).catch((cause: unknown) => {
    throw new Error(`The report page ${file.pathname} cannot be read; "npm run build:viewer" makes it`, { cause });
  });
  const at = page.indexOf(PLACEHOLDER);
  if (at < 0) throw new Error(`The report page ${file.pathname} has no place for a report`);
  return { head: page.subarray(0, at), tail: page.subarray(at + PLACEHOLDER.length) };
}

/**
 * The report, given as JSON, as one HTML file that needs nothing else. All of it is in the compressed block: no text of
 * the application or its users becomes markup.
 *
 * @internal
 */
export async function renderHtml(json: Uint8Array, template: HtmlTemplate): Promise<Uint8Array> {
  const data = await compress(json);
  return Buffer.concat([template.head, Buffer.from(data.toString('base64'), 'latin1'), template.tail]);
}
