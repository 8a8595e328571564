import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Format } from '../format.interface.js';
import { renderJson } from '../json/json.format.js';
import { type HtmlTemplate, loadTemplate } from './html-template.js';

const compress = promisify(gzip);

/** One HTML file that loads nothing else: the page of `viewer/`, with the report as JSON in it. @internal */
export const htmlFormat: Format = work => {
  let template: Promise<HtmlTemplate> | undefined;
  return async report => {
    try {
      const loaded = await (template ??= loadTemplate());
      return await renderHtml(await work.run(renderJson(report)), loaded);
    } catch (error) {
      // The next report loads the page again: it may have been built by then.
      template = undefined;
      throw error;
    }
  };
};

/**
 * The whole report is in one compressed block, so no text of the application or its users becomes markup.
 *
 * @param json the report as JSON
 * @internal
 */
export async function renderHtml(json: Uint8Array, { head, tail }: HtmlTemplate): Promise<Uint8Array> {
  const data = await compress(json);
  return Buffer.concat([head, Buffer.from(data.toString('base64'), 'latin1'), tail]);
}
