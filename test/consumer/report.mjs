// Runs many cells, and reports the result of each.

/** Prints a line for each check, and counts the failures. */
export function createReport() {
  const result = { passed: 0, failed: 0 };
  return {
    async report(name, check) {
      const start = performance.now();
      try {
        await check();
        result.passed += 1;
        console.log(`ok      ${name} (${Math.round(performance.now() - start)} ms)`);
      } catch (error) {
        result.failed += 1;
        console.log(
          `FAILED  ${name} (${Math.round(performance.now() - start)} ms)\n${String(error?.message ?? error).replace(/^/gm, '        ')}`,
        );
      }
    },
    /** Prints the last line, and sets the exit code. */
    end() {
      console.log(`${result.passed} passed, ${result.failed} failed`);
      process.exitCode = result.failed > 0 || result.passed === 0 ? 1 : 0;
    },
  };
}

export async function atATime(count, items, work) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: count }, worker));
}
