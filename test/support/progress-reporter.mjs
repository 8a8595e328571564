import { relative } from 'node:path';

/** Time between two lines. A run that hangs thereby names its test. */
const EVERY_MS = 10_000;

/** Prints the progress of the run, and the current test of each worker. Jest itself names only finished files. */
export default class ProgressReporter {
  #running = new Map();
  #done = 0;
  #total = 0;
  #timer;

  onRunStart({ numTotalTestSuites }) {
    this.#total = numTotalTestSuites;
    this.#timer = setInterval(() => this.#print(), EVERY_MS).unref();
  }

  onTestFileStart({ path }) {
    this.#running.set(path, { since: Date.now(), title: '' });
  }

  onTestCaseStart({ path }, { fullName }) {
    this.#running.set(path, { since: Date.now(), title: ` › ${fullName}` });
  }

  onTestFileResult({ path }) {
    this.#running.delete(path);
    this.#done += 1;
  }

  onRunComplete() {
    clearInterval(this.#timer);
  }

  #print() {
    const now = Date.now();
    const places = [...this.#running].map(
      ([path, { since, title }]) => `${relative(process.cwd(), path)}${title} (${Math.round((now - since) / 1_000)} s)`,
    );
    process.stderr.write(`[${this.#done}/${this.#total} files] ${places.join('; ')}\n`);
  }
}
