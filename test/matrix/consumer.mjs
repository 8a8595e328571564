import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeConfig } from '../consumer/compile.mjs';
import { npmInstall } from '../consumer/npm.mjs';

const apps = fileURLToPath(new URL('apps', import.meta.url));

/** Makes a folder with one Nest and the packed library in `node_modules`, and the sources in `esm/` and `cjs/`. */
export async function installConsumer(folder, nest, tarball) {
  const home = join(folder, `nest-${nest}`);
  const packages = ['common', 'core', 'platform-express', 'platform-fastify'].map(name => `@nestjs/${name}@${nest}`);
  await npmInstall(home, { name: 'consumer' }, [...packages, 'reflect-metadata', 'rxjs', '@types/node@20', tarball]);
  for (const [format, type] of Object.entries({ esm: 'module', cjs: 'commonjs' })) {
    const target = join(home, format);
    await cp(apps, target, { recursive: true });
    await writeConfig(target, type);
  }
  return home;
}
