// Run by `npm version`: what stands under "Unreleased" becomes the section of the version that is being released, and
// the library gets its number.
import { readFileSync, writeFileSync } from 'node:fs';

const version = process.env.npm_package_version;
const changelog = readFileSync('CHANGELOG.md', 'utf8');
const [, unreleased] = /^## Unreleased\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(changelog) ?? [];
if (!version || !unreleased?.trim()) {
  throw new Error('Nothing to release: run by `npm version`, with what changed under "## Unreleased" in CHANGELOG.md');
}
const today = new Date().toISOString().slice(0, 10);
writeFileSync(
  'CHANGELOG.md',
  changelog.replace('## Unreleased\n', () => `## Unreleased\n\n## ${version} (${today})\n`),
);
writeFileSync(
  'lib/platform/version.ts',
  readFileSync('lib/platform/version.ts', 'utf8').replace(/'[^']+'(?=;)/, `'${version}'`),
);
