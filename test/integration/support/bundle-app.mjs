// Bundles an application with the library's sources, in the form in which the package carries its threads. In a process of
// its own: the bundler's native code does not accept the objects of a test runner's sandbox.
//   node bundle-app.mjs <input> <directory>
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { carriedAlong } from '../../../tools/carried-along.plugin.mjs';

const [, , input, dir] = process.argv;
const root = fileURLToPath(new URL('../../..', import.meta.url));
const bundle = await rolldown({
  input,
  platform: 'node',
  // The names of the bundler's own modules begin with a zero.
  external: id => !/^(?:[./\0]|@oxc-project\/runtime)/.test(id),
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  transform: { target: 'es2022' },
  plugins: [carriedAlong(root, root, '.ts')],
});
await bundle.write({ dir, format: 'esm', sourcemap: true, entryFileNames: 'app.mjs' });
await bundle.close();
