import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { browserPlatform } from './browser-platform.plugin.mjs';
import { sealTemplate } from './seal-template.plugin.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Builds the page into one file, `viewer/dist/viewer.html`: the template of HTML reports. */
export default defineConfig({
  root,
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [
    browserPlatform(),
    viteSingleFile(),
    sealTemplate(fileURLToPath(new URL('dist/viewer.html', import.meta.url))),
  ],
  build: {
    // The oldest browsers that have both DecompressionStream and color-mix().
    target: ['chrome111', 'firefox113', 'safari16.4'],
    // sealTemplate() writes the file.
    write: false,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: { input: `${root}viewer.html` },
  },
});
