// Checks the Markdown files of the repository. Prints each fault; fails when there is one.
//   every relative link leads to a file, and its anchor to a heading
//   README.md has at most 14 kB, and docs/README.md links every page of docs/
//   docs/dependencies.md names every dependency
//   README.zh-CN.md has the headings, rows, items, code blocks and links of README.md, in the same order
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAX_README_BYTES = 14_000;
const SKIPPED = new Set(['node_modules', 'build', 'dist', 'coverage', 'reports', '.git']);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pages = new Map(markdownBelow(root).map(path => [path, readFileSync(path, 'utf8')]));
const faults = [...pages].flatMap(([path, text]) => faultyLinks(path, text));

const readmeBytes = Buffer.byteLength(pages.get(join(root, 'README.md')));
if (readmeBytes > MAX_README_BYTES) faults.push(`README.md: ${readmeBytes} bytes, ${MAX_README_BYTES} at most`);

const index = linksOf(pages.get(join(root, 'docs', 'README.md')));
for (const path of pages.keys()) {
  const isListed = dirname(path) !== join(root, 'docs') || basename(path) === 'README.md';
  if (!isListed && !index.includes(basename(path))) faults.push(`docs/README.md: no link to ${basename(path)}`);
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const dependencies = pages.get(join(root, 'docs', 'dependencies.md'));
for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
  if (!dependencies.includes(`\`${name}\``)) faults.push(`docs/dependencies.md: does not name ${name}`);
}

const TRANSLATED = 'README.zh-CN.md';
faults.push(...driftOf(pages.get(join(root, 'README.md')), pages.get(join(root, TRANSLATED))));

for (const fault of faults) console.error(fault);
console.log(`docs: ${pages.size} pages, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;

function faultyLinks(path, text) {
  return linksOf(text).flatMap(link => {
    if (/^[a-z][a-z+.-]*:/i.test(link)) return [];
    const [file, anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), decodeURI(file));
    const fault = reason => [`${relative(root, path)}: ${link} ${reason}`];
    if (!existsSync(target)) return fault('leads nowhere');
    if (anchor === undefined || !target.endsWith('.md')) return [];
    return anchorsOf(pages.get(target) ?? '').has(anchor) ? [] : fault('has no such heading');
  });
}

/** The first difference between the outlines of a page and its translation. */
function driftOf(text, translation) {
  const [own, other] = [outlineOf(text), outlineOf(translation)];
  const differing = own.findIndex((part, place) => part !== other[place]);
  if (differing < 0 && own.length === other.length) return [];
  const at = differing < 0 ? own.length : differing;
  return [`${TRANSLATED}: has ${other[at] ?? 'its end'} where README.md has ${own[at] ?? 'its end'}`];
}

/** The parts that a translation keeps. A link to the other language is none. */
function outlineOf(text) {
  const blocks = text.split(/^(```[\s\S]*?^```)$/gm);
  return blocks.flatMap(block => {
    if (block.startsWith('```')) return [block];
    const links = linksOf(block).filter(link => !link.startsWith('README'));
    const marks = [...block.matchAll(/^(#{1,6}|\||-|\d+\.) /gm)].map(([, mark]) => mark);
    const codes = [...block.matchAll(/`[^`\n]+`/g)].map(([code]) => code);
    return [...marks, ...links.toSorted(), ...codes.toSorted()];
  });
}

/** Inline links and images, and the addresses of link references. */
function linksOf(text) {
  const prose = withoutCode(text);
  const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
  const references = [...prose.matchAll(/^\[[^\]]+\]:\s*<?([^\s>]+)/gm)];
  return [...inline, ...references].map(([, link]) => link);
}

/** The anchors that GitHub gives to headings; a repeated heading gets a number. */
function anchorsOf(text) {
  const seen = new Map();
  return new Set(
    [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading]) => {
      const slug = heading
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
        .replaceAll(' ', '-');
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

function withoutCode(text) {
  return text.replaceAll(/^ *```[\s\S]*?^ *```/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

function markdownBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}
