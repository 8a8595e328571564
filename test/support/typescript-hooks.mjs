// Module hooks of `typescript.mjs`. They keep the compiled code: a test starts the same program many times.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const configFile = fileURLToPath(new URL('../../.swcrc', import.meta.url));
const cache = new URL('../../node_modules/.cache/compiled-sources/', import.meta.url);

/** The sources import each other by the names of the compiled files. */
export function resolve(specifier, context, nextResolve) {
  const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
  return nextResolve(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  return { format: 'module', source: await compiled(fileURLToPath(url)), shortCircuit: true };
}

async function compiled(filename) {
  const [text, config] = await Promise.all([readFile(filename, 'utf8'), readFile(configFile, 'utf8')]);
  const hash = createHash('sha256')
    .update(JSON.stringify([filename, text, config]))
    .digest('hex');
  const kept = new URL(`${hash}.js`, cache);
  return readFile(kept, 'utf8').catch(async () => {
    const { transform } = await import('@swc/core');
    const { code } = await transform(text, { filename, configFile });
    await mkdir(cache, { recursive: true });
    const unfinished = new URL(`${hash}.${process.pid}.tmp`, cache);
    await writeFile(unfinished, code);
    await rename(unfinished, kept);
    return code;
  });
}
