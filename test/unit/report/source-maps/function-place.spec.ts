import { describe, expect, it } from '@jest/globals';
import { compareFunctions, isNamedIn } from '../../../../lib/report/source-maps/function-place.js';

/** The place of the first parenthesis, or of the mark `|`, which is removed. */
function found(line: string, name: string, mark = '|'): number {
  const column = line.indexOf(mark) + 1;
  return compareFunctions([line.replace('|', '')], [{ name, line: 1, column }]).found;
}

describe('a function at its place in a text', () => {
  it.each([
    ['findOne', '  async findOne|(id: number): Promise<Order> {'],
    ['renderCsv', 'export function renderCsv|(orders: Order[]): string {'],
    ['pick', '  pick<T extends object>|(of: T): T {'],
    ['total', '  private get total|() {'],
    ['get total', '  get total|() {'],
    ['#own', '  #own|() {'],
    ['$price', 'function $price|(a) {'],
    ['handle', '  handle = async |(row: Row) => {'],
    ['sort', 'const sort: Sorter<Row> = |(a, b) => a.id - b.id;'],
    ['exports.run', 'exports.run = function |(job) {'],
    ['label', '  label: function* |() {'],
    ['Orders', '  constructor|(private readonly db: Db) {}'],
    ['Orders', '@Injectable() |class Orders {}'],
    ['', '  return rows.map(|row => row.id);'],
    ['', '  return rows.map(|async (row: Row): Promise<void> => {'],
    ['', 'setTimeout(function |() {'],
    ['', '  return rows.reduce(|('],
    ['', '  return rows.reduce(|async (sum,'],
    ['default', 'export default async function |(request) {'],
  ])('%s: %s', (name, line) => {
    expect(found(line, name)).toBe(1);
  });

  it.each([
    ['findOne', '    return this.findOneOrFail|(id);'],
    ['findOne', '    return this.prices|(id);'],
    ['one', '  findone|() {'],
    ['', '    let x = this.seed|;'],
    ['', '  }|'],
    ['findOne', '|'],
  ])('is no %s: %s', (name, line) => {
    expect(found(line, name)).toBe(0);
  });

  it('cannot be compared when V8 made up its name, or when it is the module', () => {
    const places = [
      { name: '<instance_members_initializer>', line: 1, column: 5 },
      { name: '[Symbol.iterator]', line: 1, column: 5 },
      { name: '', line: 1, column: 1 },
    ];
    expect(compareFunctions(['anything'], places)).toEqual({ compared: 0, found: 0 });
  });

  it('is compared in bounded time with any text', () => {
    const text = `${'a<'.repeat(20_000)}${'('.repeat(20_000)}`;
    const places = [
      { name: 'a', line: 1, column: 40_001 },
      { name: '', line: 1, column: 40_001 },
    ];
    expect(compareFunctions([text], places).compared).toBe(2);
  });
});

describe('a mapped line', () => {
  it('contains the name of its function, or is a constructor', () => {
    expect(isNamedIn('  async findOne(id) {', 'findOne')).toBe(true);
    expect(isNamedIn('  constructor(private readonly db: Db) {}', 'Orders')).toBe(true);
    expect(isNamedIn('    return 1;', 'findOne')).toBe(false);
    expect(isNamedIn('    return 1;', '')).toBe(true);
  });
});
