import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** In place of packages that a thread uses in part, or that stand in the code it shares but are not used. */
const STAND_INS = { '@nestjs/common': 'nest-common.mjs', re2js: 're2js.mjs', undici: 'undici.mjs', zod: 'zod.mjs' };

/**
 * Rolldown plugin: the modules of the sources that open a file beside themselves become modules that carry its content,
 * because a bundler of the application copies code and no other file.
 *
 * @param {string} root the folder of the sources
 * @param {string} build what the compiler made of them, or the sources again
 * @param {string} extension of the files in `build`
 */
export function carriedAlong(root, build, extension = '.js') {
  const lib = join(root, 'lib');
  const built = (...path) => `${join(build, ...path)}${extension}`;
  const modules = new Map([
    [
      built('lib', 'report', 'formats', 'html', 'viewer-page'),
      () => pageModule(join(root, 'viewer', 'dist', 'viewer.html')),
    ],
    [
      built('lib', 'report', 'source-maps', 'start-lookup-thread'),
      () => threadModule(join(lib, 'report', 'source-maps', 'lookup-thread.mjs')),
    ],
    [
      built('lib', 'watchdog', 'start-watch-thread'),
      () =>
        threadModule(built('lib', 'watchdog', 'thread', 'thread'), [standIns, carriedAlong(root, build, extension)]),
    ],
    [
      built('lib', 'watchdog', 'thread', 'load-thread-alerts'),
      () =>
        partModule(built('lib', 'watchdog', 'thread', 'thread-alerts'), [
          standIns,
          carriedAlong(root, build, extension),
        ]),
    ],
    [built('cli', 'reports', 'report-schema'), () => schemaModule(join(lib, 'report', 'report.schema.json'))],
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

const standIns = {
  name: 'stand-ins',
  resolveId: source =>
    Object.hasOwn(STAND_INS, source)
      ? join(dirname(fileURLToPath(import.meta.url)), 'stand-ins', STAND_INS[source])
      : undefined,
};

async function pageModule(file) {
  const page = await readFile(file, 'utf8');
  return `const page = ${JSON.stringify(page)};\nexport const viewerPage = async () => page;\n`;
}

async function schemaModule(file) {
  const schema = JSON.parse(await readFile(file, 'utf8'));
  return `const schema = ${JSON.stringify(schema)};\nexport const reportSchema = async () => schema;\n`;
}

/** A thread that is started from a text finds no package beside it: what it imports is put into the text. */
async function threadModule(input, plugins = []) {
  return [
    `import { Worker } from 'node:worker_threads';`,
    `const code = ${JSON.stringify(await codeOf(input, plugins))};`,
    `export const startThread = options => new Worker(code, { ...options, eval: true });`,
  ].join('\n');
}

/** A part of a thread that is evaluated when it is needed. It imports only modules of Node. */
async function partModule(input, plugins) {
  return [
    `const code = ${JSON.stringify(await codeOf(input, plugins))};`,
    `export async function loadThreadAlerts() {`,
    `  const module = { exports: {} };`,
    `  new Function('module', 'exports', 'require', code)(module, module.exports, process.getBuiltinModule);`,
    `  return module.exports;`,
    `}`,
  ].join('\n');
}

async function codeOf(input, plugins) {
  const bundle = await rolldown({ input, external: /^node:/, platform: 'node', plugins });
  const { output } = await bundle.generate({ format: 'cjs', minify: true, codeSplitting: false });
  await bundle.close();
  return output[0].code;
}
