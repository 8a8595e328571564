import { createRequire } from 'node:module';
import { join } from 'node:path';

export const BUNDLERS = ['esbuild to CommonJS', 'esbuild to an ES module', 'webpack', 'rspack'];

/** Nest asks for these only when they are installed: its users name them to every bundler. */
const OPTIONAL = ['@nestjs/microservices', '@nestjs/websockets', 'class-validator', 'class-transformer'];

const isOptional = request => OPTIONAL.some(name => request === name || request.startsWith(`${name}/`));
/** The package's own optional peers, which it asks for within `try`: bundlers warn, and go on. */
const MAY_BE_MISSING = /Can't resolve '(?:@opentelemetry\/api|nodemailer)'/;
const isPackage = request => /^[@a-z]/.test(request) && !request.startsWith('node:');

/** Bundles `app.mjs` of the folder; the path of the bundle. */
export async function bundle(folder, { bundler, externals, sourceMaps }) {
  const target = join(folder, 'out', `${bundler}-${externals}-${sourceMaps}`.replaceAll(' ', '-'));
  const require = createRequire(join(folder, 'package.json'));
  if (bundler.startsWith('esbuild')) {
    const format = bundler.endsWith('ES module') ? 'esm' : 'cjs';
    return byEsbuild(require('esbuild'), { folder, target, format, externals, sourceMaps });
  }
  const pack = bundler === 'webpack' ? require('webpack') : require('@rspack/core').rspack;
  return byWebpack(pack, { folder, target, externals, sourceMaps });
}

async function byEsbuild({ build }, { folder, target, format, externals, sourceMaps }) {
  const outfile = join(target, format === 'esm' ? 'main.mjs' : 'main.cjs');
  const { warnings } = await build({
    entryPoints: [join(folder, 'app.mjs')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    sourcemap: sourceMaps,
    logLevel: 'silent',
    ...(externals ? { packages: 'external' } : { external: OPTIONAL.flatMap(name => [name, `${name}/*`]) }),
    // Express is CommonJS, and requires Node's own modules.
    ...(format === 'esm' && {
      banner: { js: `import { createRequire as make } from 'node:module'; const require = make(import.meta.url);` },
    }),
  });
  refuse(
    warnings.filter(({ location }) => location?.file.includes('nestjs-performance-monitor')).map(({ text }) => text),
  );
  return outfile;
}

async function byWebpack(pack, { folder, target, externals, sourceMaps }) {
  const isOutside = externals ? isPackage : isOptional;
  const stats = await new Promise((resolve, reject) => {
    const options = {
      context: folder,
      mode: sourceMaps === 'eval' ? 'development' : 'production',
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
