import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const TEMPLATE = 'viewer.html';
const MAX_BYTES = 150_000;

/**
 * Vite plugin, to stand after vite-plugin-singlefile: writes the Content-Security-Policy with the hashes of exactly the
 * script and the style that were inlined, writes the file, and fails the build when the template could not be trusted or
 * is too large.
 *
 * @param {string} output the file to write
 */
export function sealTemplate(output) {
  return {
    name: 'seal-template',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const names = Object.keys(bundle);
        if (names.join() !== TEMPLATE) this.error(`expected one file, ${TEMPLATE}, but got: ${names.join(', ')}`);
        const sealed = seal(String(bundle[TEMPLATE].source));
        const bytes = Buffer.byteLength(sealed);
        if (bytes > MAX_BYTES) this.error(`${TEMPLATE} has ${bytes} bytes, more than ${MAX_BYTES}`);
        mkdirSync(dirname(output), { recursive: true });
        // In one step: a test that runs meanwhile reads the old file or the new one, never half of it.
        writeFileSync(`${output}.tmp`, sealed);
        renameSync(`${output}.tmp`, output);
      },
    },
  };
}

export function seal(html) {
  // A browser hashes the text after it has turned CRLF into LF.
  const page = html.replaceAll('\r\n', '\n').replace(' crossorigin', '');
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(only(page, /<script type="module">([\s\S]*?)<\/script>/g, 'script'))}`,
    `style-src ${hashOf(only(page, /<style[^>]*>([\s\S]*?)<\/style>/g, 'style'))}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  for (const placeholder of ['@@POLICY@@', '@@REPORT@@']) only(page, new RegExp(placeholder, 'g'), placeholder);
  const at = page.indexOf('@@POLICY@@');
  return page.slice(0, at) + policy + page.slice(at + '@@POLICY@@'.length);
}

function only(page, pattern, what) {
  const found = [...page.matchAll(pattern)];
  if (found.length !== 1) throw new Error(`the template must have exactly one ${what}, but has ${found.length}`);
  return found[0][1] ?? '';
}

function hashOf(text) {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}
