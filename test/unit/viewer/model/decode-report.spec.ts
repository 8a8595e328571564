import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { decodeReport } from '../../../../viewer/src/model/decode-report.js';
import { nPlusOneReport } from '../../../fixtures/reports/n-plus-one.report.js';

function dataOf(document: unknown): string {
  return gzipSync(JSON.stringify(document)).toString('base64');
}

describe('decodeReport', () => {
  it('reads the report, with spaces around the data', async () => {
    expect(await decodeReport(`\n  ${dataOf(nPlusOneReport())}\n`)).toEqual(nPlusOneReport());
  });

  it.each([
    ['no data', '  ', 'The file contains no report.'],
    ['a template without a report', '@@REPORT@@', 'The file contains no report.'],
    ['damaged data', 'H4sIAAAA', 'The data in the file is damaged or incomplete.'],
    ['no base64', '<b>', 'The data in the file is damaged or incomplete.'],
    ['a later version', dataOf({ schemaVersion: 2 }), 'The report has version 2, and this page shows version 1.'],
  ])('rejects %s with a sentence for the reader', async (_, data, sentence) => {
    await expect(decodeReport(data)).rejects.toThrow(sentence);
  });
});
