import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const TEMPLATE = 'viewer.html';
const MAX_BYTES = 150_000;

/**
 * Vite plugin for the place after vite-plugin-singlefile. It adds a Content-Security-Policy with the hashes of the
 * inlined script and style, and writes the file. It fails the build when the template has other parts or is too large.
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
        // In one step, so that a test at the same time reads the old file or the new one, never a part.
        writeFileSync(`${output}.tmp`, sealed);
        renameSync(`${output}.tmp`, output);
      },
    },
  };
}

/**
 * @param {string} html the page of one script, one style and one place for the report
 * @returns the page with its policy
 */
export function seal(html) {
  // A browser hashes the text with LF instead of CRLF.
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
