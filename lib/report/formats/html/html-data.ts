import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const decompress = promisify(gunzip);

/** The element in the page of `viewer/` that contains the report. */
const ELEMENT = /<script\b[^>]*\bid="report-data"[^>]*>/;
/** Stands in the first lines of the page, so also of one that was cut off before its report. */
const GENERATOR = '<meta name="generator" content="nestjs-performance-monitor"';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Reads the JSON document in an HTML report: the reverse of `renderHtml()`.
 *
 * @param maxBytes of the document: a small page could contain a very large one
 * @returns the document's bytes; `undefined` when the page is another one
 * @throws Error, by rejecting, when the data are incomplete, damaged or larger
 * @internal
 */
export async function readHtmlData(page: Uint8Array, maxBytes: number): Promise<Uint8Array | undefined> {
  const text = Buffer.from(page.buffer, page.byteOffset, page.byteLength).toString('latin1');
  const element = ELEMENT.exec(text);
  if (element === null) {
    if (text.includes(GENERATOR)) throw new Error('the page ends before its report');
    return undefined;
  }
  const start = element.index + element[0].length;
  const end = text.indexOf('</script', start);
  if (end < 0) throw new Error('the end of the page is missing');
  const data = text.slice(start, end).trim();
  if (!BASE64.test(data)) throw new Error('its data are damaged');
  return decompress(Buffer.from(data, 'base64'), { maxOutputLength: maxBytes });
}
