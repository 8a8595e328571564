import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cause } from '../causes.js';
import type { Servers } from '../servers.js';
import type { Library } from '../table.js';
import { HostProcess, NoProcessorError } from './host-process.js';
import { lackOfProcessor } from './lacking-processor.js';
import { accountingText, describe, faultsOf, verdictOf, type Judged } from './judge.js';
import { runCell, type Evidence } from './run-cell.js';

/** Reports of wrong cells. */
const KEPT = fileURLToPath(new URL('../../../reports/', import.meta.url));

/** For a library that hangs. */
const CELL_TIMEOUT_MS = 180_000;

/** A cell whose process had no processor has no result yet. Any other wrong one is not repeated. */
const MAX_ATTEMPTS = 3;

/** Between the lines of a wrong cell. */
const INDENTED = '\n         ';

/** The result of one cell. */
export interface Result {
  readonly state: 'ok' | 'WRONG' | 'n/a';
  /** Library and cause. */
  readonly cell: string;
  readonly line: string;
}

/** Runs the cells of one library in one process, and prints a line for each. */
export async function runLibrary(
  library: Library,
  causes: readonly Cause[],
  servers: Servers,
  row: number,
): Promise<Result[]> {
  const own = { row, emptyKey: `empty:${library.name}` };
  const facts = { library: library.name, servers, own };
  const results: Result[] = [];
  let host: HostProcess | undefined;
  for (const cause of causes) {
    let result: Result | undefined;
    for (let attempts = 1; result === undefined; attempts += 1) {
      try {
        host ??= await HostProcess.start(facts);
        result = await resultOf(host, library, cause, servers);
      } catch (error) {
        // The requests of this cell may be pending: a new process follows.
        await host?.kill();
        host = undefined;
        const isUnjudged = error instanceof NoProcessorError && attempts < MAX_ATTEMPTS;
        if (isUnjudged) console.log(lineOf('again', library, cause, error.message));
        else result = resultFor('WRONG', library, cause, String(error));
      }
    }
    console.log(result.line);
    results.push(result);
  }
  await host?.close();
  return results;
}

async function resultOf(host: HostProcess, library: Library, cause: Cause, servers: Servers): Promise<Result> {
  const expected = library.cells[cause];
  if ('reason' in expected) return resultFor('n/a', library, cause, expected.reason);
  const { host: name, port, socketPath = '' } = servers[library.server];
  const peer = cause.startsWith('unix') ? socketPath : `${name}:${port}`;
  const judged: Judged = { cause, className: library.className, peer };
  const evidence = await withinLimit(runCell(host, cause));
  const faults = faultsOf(expected, evidence, judged);
  const { kind, headline, count } = verdictOf(evidence.report);
  const verdict = `${kind}${count === undefined ? '' : ` ${count} ×`} | ${headline}`;
  if (faults.length === 0) return resultFor('ok', library, cause, verdict);
  await keep(evidence, `${library.name}-${cause}`);
  const details = [
    verdict,
    `expected ${describe(expected, judged)}`,
    `faults: ${faults.join('; ')}`,
    accountingText(evidence.report),
  ];
  const lack = lackOfProcessor(evidence.report);
  if (lack !== undefined) throw new NoProcessorError([lack, ...details].join(INDENTED));
  return resultFor('WRONG', library, cause, details.join(INDENTED));
}

function resultFor(state: Result['state'], library: Library, cause: Cause, text: string): Result {
  return { state, cell: `${library.name}/${cause}`, line: lineOf(state, library, cause, text) };
}

function lineOf(state: Result['state'] | 'again', { name }: Library, cause: Cause, text: string): string {
  return `${state.padEnd(6)} ${name.padEnd(11)} ${cause.padEnd(15)} ${text}`;
}

async function keep({ report, bystander }: Evidence, name: string): Promise<void> {
  await mkdir(KEPT, { recursive: true });
  await writeFile(join(KEPT, `${name}.json`), JSON.stringify(report, undefined, 1));
  await writeFile(join(KEPT, `${name}.bystander.json`), JSON.stringify(bystander ?? null, undefined, 1));
}

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no result within ${CELL_TIMEOUT_MS} ms`)), CELL_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
