import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { reportSchema } from '../../../../cli/reports/report-schema.js';
import { differenceOf } from '../../../../cli/reports/shape.js';
import { nPlusOneReport } from '../../../fixtures/reports/n-plus-one.report.js';

const schema = await reportSchema();

describe('differenceOf', () => {
  it('reads the published schema', () => {
    const file = new URL('../../../../lib/report/report.schema.json', import.meta.url);
    expect(schema).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it.each([
    [[], 'it is no object'],
    [null, 'it is no object'],
    [{}, '/schemaVersion is missing'],
    [Object.create({ ...nPlusOneReport() }), '/schemaVersion is missing'],
  ])('finds the fault of %j', (document, fault) => expect(differenceOf(document, schema)).toBe(fault));

  it('finds faults at any depth', () => {
    const report = nPlusOneReport();
    const tree = { ...report.tree, children: [{ ...report.tree, children: [{ ...report.tree, selfMs: null }] }] };
    expect(differenceOf({ ...report, tree }, schema)).toBe('/tree/children/0/children/0/selfMs is no number');
    const operations = [...report.operations, { label: 'x' }];
    expect(differenceOf({ ...report, operations }, schema)).toBe(`/operations/${operations.length - 1}/on is missing`);
  });

  it('does not follow the names of prototypes', () => {
    const document = JSON.parse(
      JSON.stringify(nPlusOneReport()).replace('"schemaVersion"', '"__proto__":{"a":1},"schemaVersion"'),
    );
    expect(differenceOf(document, schema)).toBeUndefined();
  });

  it('needs no stack for a tree of thirty thousand levels', () => {
    const report = nPlusOneReport();
    let tree: object = { ...report.tree, children: 'none' };
    for (let depth = 0; depth < 30_000; depth += 1) tree = { ...report.tree, children: [tree] };
    expect(differenceOf({ ...report, tree }, schema)).toMatch(/^…(?:\/0\/children){6} is no array$/);
  });
});
