// Compiles the TypeScript applications with the library's own compiler.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

/** Writes the files that the compiler and Node need in a folder of sources. */
export async function writeConfig(folder, type, { compilerOptions, ...sources } = {}) {
  await writeJson(join(folder, 'package.json'), { type });
  await writeJson(join(folder, 'tsconfig.json'), {
    compilerOptions: {
      target: 'ES2022',
      module: 'NodeNext',
      strict: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      types: ['node'],
      ...compilerOptions,
    },
    ...sources,
  });
}

/** Rejects with the compiler's messages. */
export async function compile(folder) {
  await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(error => {
    throw new Error(error.stdout || error.message);
  });
}

async function writeJson(path, value) {
  await writeFile(path, JSON.stringify(value, null, 2));
}
