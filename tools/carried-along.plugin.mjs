import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Rolldown plugin: the modules of the sources that open a file beside themselves become modules that carry its content,
 * because a bundler of the application copies code and no other file.
 *
 * @param {string} lib the sources
 * @param {string} build what the compiler made of them
 */
export function carriedAlong(lib, build) {
  const modules = new Map([
    [
      join(build, 'report', 'formats', 'html', 'viewer-page.js'),
      () => pageModule(join(lib, '..', 'viewer', 'dist', 'viewer.html')),
    ],
    [
      join(build, 'report', 'source-maps', 'start-lookup-thread.js'),
      () => threadModule(join(lib, 'report', 'source-maps', 'lookup-thread.mjs')),
    ],
  ]);
  return {
    name: 'carried-along',
    load: id => modules.get(id)?.(),
    /** A map of them would lead nowhere, and have their content a second time. */
    generateBundle(_options, bundle) {
      for (const [name, { facadeModuleId, code }] of Object.entries(bundle)) {
        if (!modules.has(facadeModuleId)) continue;
        bundle[name].code = code.replace(/\/\/# sourceMappingURL=.*/, '');
        delete bundle[`${name}.map`];
      }
    },
  };
}

async function pageModule(file) {
  const page = await readFile(file, 'utf8');
  return `const page = ${JSON.stringify(page)};\nexport const viewerPage = async () => page;\n`;
}

/** A thread that is started from a text finds no package beside it: what it imports is put into the text. */
async function threadModule(input) {
  const bundle = await rolldown({ input, external: /^node:/, platform: 'node' });
  const { output } = await bundle.generate({ format: 'cjs', minify: true });
  await bundle.close();
  return [
    `import { Worker } from 'node:worker_threads';`,
    `const code = ${JSON.stringify(output[0].code)};`,
    `export const startThread = options => new Worker(code, { ...options, eval: true });`,
  ].join('\n');
}
