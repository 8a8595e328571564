import { createRequire } from 'node:module';
import { join } from 'node:path';

export const BUNDLERS = ['esbuild to CommonJS', 'esbuild to an ES module', 'webpack', 'rspack'];

/**
 * Nest loads these only if they are installed, or needed: users must list them for every bundler. `file-type` has no
 * entry for `require()`.
 */
const OPTIONAL = ['@nestjs/microservices', '@nestjs/websockets', 'class-validator', 'class-transformer', 'file-type'];

const isOptional = request => OPTIONAL.some(name => request === name || request.startsWith(`${name}/`));
/** The optional peers, which the package imports within `try`: bundlers only warn about them. */
const MAY_BE_MISSING =
  /Can't resolve '(?:@aws-sdk\/client-s3|@opentelemetry\/api|@nestjs\/schedule|nodemailer|prom-client)'/;
const isPackage = request => /^[@a-z]/.test(request) && !request.startsWith('node:');

/**
 * Bundles `app.mjs` of the folder. Returns the path of the bundle.
 *
 * @param {{ bundler: string, sourceMaps: boolean | 'eval', externals?: boolean, minify?: boolean }} options
 */
export async function bundle(folder, { bundler, sourceMaps, externals = false, minify = false }) {
  const name = [bundler, sourceMaps, externals, minify].join('-').replaceAll(' ', '-');
  const require = createRequire(join(folder, 'package.json'));
  const options = { folder, target: join(folder, 'out', name), sourceMaps, externals, minify };
  if (bundler.startsWith('esbuild')) {
    return byEsbuild(require('esbuild'), { ...options, format: bundler.endsWith('ES module') ? 'esm' : 'cjs' });
  }
  return byWebpack(bundler === 'webpack' ? require('webpack') : require('@rspack/core').rspack, options);
}

async function byEsbuild({ build }, { folder, target, format, externals, sourceMaps, minify }) {
  const outfile = join(target, format === 'esm' ? 'main.mjs' : 'main.cjs');
  const { warnings } = await build({
    entryPoints: [join(folder, 'app.mjs')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    sourcemap: sourceMaps,
    minify,
    logLevel: 'silent',
    ...(externals ? { packages: 'external' } : { external: OPTIONAL.flatMap(name => [name, `${name}/*`]) }),
    // Express is CommonJS, and requires modules of Node.
    ...(format === 'esm' && {
      banner: { js: `import { createRequire as make } from 'node:module'; const require = make(import.meta.url);` },
    }),
  });
  refuse(
    warnings.filter(({ location }) => location?.file.includes('nestjs-performance-monitor')).map(({ text }) => text),
  );
  return outfile;
}

async function byWebpack(pack, { folder, target, externals, sourceMaps, minify }) {
  const isOutside = externals ? isPackage : isOptional;
  const stats = await new Promise((resolve, reject) => {
    const options = {
      context: folder,
      mode: sourceMaps === 'eval' ? 'development' : 'production',
      optimization: { minimize: minify },
      target: 'node20',
      entry: './app.mjs',
      devtool: sourceMaps === true ? 'source-map' : sourceMaps,
      output: { path: target, filename: 'main.cjs' },
      externals: [({ request }, done) => (isOutside(request) ? done(null, `commonjs ${request}`) : done())],
    };
    pack(options, (error, result) => (error ? reject(error) : resolve(result.toJson())));
  });
  refuse(stats.errors.map(({ message }) => message));
  refuse(
    stats.warnings
      .filter(({ moduleName }) => moduleName?.includes('nestjs-performance-monitor'))
      .map(({ message }) => message)
      .filter(message => !MAY_BE_MISSING.test(message)),
  );
  return join(target, 'main.cjs');
}

function refuse(complaints) {
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
}
