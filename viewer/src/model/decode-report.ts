import type { Report } from '../../../lib/model/report.interface.js';

/** Reports have at most some megabytes. */
const MAX_BYTES = 200_000_000;

/**
 * Reads the report in the file: JSON, gzipped, in base64.
 *
 * @throws Error, by rejecting, with a sentence for the reader: the data is missing, damaged or of another version
 */
export async function decodeReport(base64: string): Promise<Report> {
  const data = base64.trim();
  if (data === '' || data.startsWith('@@')) throw new Error('The file contains no report.');
  if (typeof DecompressionStream === 'undefined') {
    throw new Error('This browser is too old. Use Chrome or Edge 111, Firefox 113, Safari 16.4, or a later version.');
  }
  return checkVersion(await unpack(data));
}

/** @throws Error when this page cannot show the version of the document */
export function checkVersion(report: Partial<Report>): Report {
  if (report.schemaVersion !== 1) {
    throw new Error(`The report has version ${String(report.schemaVersion)}, and this page shows version 1.`);
  }
  return report as Report;
}

async function unpack(base64: string): Promise<Report> {
  try {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).pipeThrough(limited());
    return JSON.parse(await new Response(unpacked).text()) as Report;
  } catch {
    throw new Error('The data in the file is damaged or incomplete.');
  }
}

/** A small file could contain a very large document. */
function limited(): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform: (chunk, controller) => {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) controller.error(new Error('too large'));
      else controller.enqueue(chunk);
    },
  });
}
