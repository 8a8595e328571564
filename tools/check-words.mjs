// Checks the words of comments, texts and docs, and the names in lib/, cli/ and schematics/. Prints `file:line: word — reason`.
//   node tools/check-words.mjs [folder that has lib/ and docs/]
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MAX_WORDS, NAMES, OPENINGS, WORDS } from './words.mjs';

const COMMENT = String.raw`\/\*[\s\S]*?\*\/|\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*`;
const STRING = String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"`;
const TEMPLATE = String.raw`${'`'}(?:\\[\s\S]|\$\{(?:[^{}]|\{[^{}]*\})*\}|[^${'`'}\\])*${'`'}`;
const EXPRESSION = String.raw`(?<=(?:[=(,:!&|?{};[]|=>|return)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/\w*`;
const TOKEN = new RegExp(`(?<comment>${COMMENT})|(?<string>${STRING}|${TEMPLATE})|(?<expression>${EXPRESSION})`, 'g');

/** Parts paragraphs, beside empty lines and the items of lists. */
const PART = '\0';
const PARAGRAPH_END = /\0|\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)/g;
const SENTENCE_END = /[.!?]["')\]*_]*(?=\s+["'(*_]*[A-Z]|\s*$)/g;
const EXAMPLE =
  /@example[\s\S]*?(?=^\s*@(?:param|returns|throws|see|default|deprecated|internal|publicApi)\b|$(?![\s\S]))/gm;
const DOCS = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md'];

process.chdir(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)));
const sources = ['lib', 'cli', 'schematics', 'viewer'].flatMap(folder => filesBelow(folder, /\.(?:tsx?|mjs)$/));
const docs = [...filesBelow('docs', /\.md$/), ...DOCS.filter(path => existsSync(path))];
const faults = [...sources.flatMap(faultsOfSource), ...docs.flatMap(faultsOfDocument)];

for (const { path, line, word, reason } of faults) console.error(`${path}:${line}: ${word} — ${reason}`);
console.log(`words: ${sources.length + docs.length} files, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;

function faultsOfSource(path) {
  const source = readFileSync(path, 'utf8');
  const found = [];
  const code = source.replace(TOKEN, (token, ...rest) => {
    const { comment, string } = rest.at(-1);
    const line = 1 + lines(source.slice(0, rest.at(-3)));
    if (comment !== undefined) found.push(...faultsOfText(proseOfComment(comment), line));
    // One word is a key, a name or a path.
    if (string?.includes(' '))
      found.push(...faultsOfText(hide(string.slice(1, -1), /\$\{(?:[^{}]|\{[^{}]*\})*\}/g), line));
    return blank(token);
  });
  if (/^(?:lib|cli|schematics)\//.test(path)) found.push(...faultsOfNames(path, code));
  return found.sort((a, b) => a.line - b.line).map(fault => ({ path, ...fault }));
}

function faultsOfDocument(path) {
  const text = readFileSync(path, 'utf8')
    .replace(/^( *)(```|~~~)[\s\S]*?^ *\2.*$/gm, blank)
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(/^ *\|.*$/gm, '')
    .replace(/^#+ (?:what|who|whether)\b(?=.*\?$)/gim, '# ')
    .replace(/^#+ (.*)$|^> ?/gm, (_, heading = '') => PART + heading + PART)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
  return faultsOfText(text, 1).map(fault => ({ path, ...fault }));
}

function proseOfComment(comment) {
  return comment
    .replace(/^[ \t]*(?:\/\*+|\*(?!\/)|\/\/) ?/gm, '')
    .replace(/\*\/$/, '')
    .replace(EXAMPLE, blank)
    .replace(/\{@\w+ [^}]*\}/g, text => `\`${text.replaceAll('`', '')}\``)
    .replace(/@(?:param|throws)\s+\S+|^\s*@\w+|@(?:internal|publicApi)\b/gm, text => blank(text) + PART);
}

function faultsOfText(text, line) {
  const prose = hide(text, /(`+)[^`]+\1(?:(?:,| and| or|, and|, or)?\s+(`+)[^`]+\2)*/g);
  return split({ text: prose, line }, PARAGRAPH_END)
    .flatMap(paragraph => split(paragraph, SENTENCE_END))
    .flatMap(faultsOfSentence)
    .sort((a, b) => a.line - b.line);
}

function faultsOfSentence({ text, line }) {
  const start = text.replace(/^[\s\-*\d.)"'(_]+/, '');
  const count = text.split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word)).length;
  const opening = OPENINGS.map(([pattern, reason]) => ({ line, word: pattern.exec(start)?.[0], reason }));
  const words = WORDS.flatMap(([pattern, reason]) =>
    [...text.matchAll(new RegExp(pattern, 'gi'))].map(({ 0: word, index }) => ({
      line: line + lines(text.slice(0, index)),
      word: word.replace(/\s+/g, ' '),
      reason,
    })),
  );
  const long = {
    line,
    word: `"${start.slice(0, 30).replace(/\s+/g, ' ')}…"`,
    reason: `${count} words, ${MAX_WORDS} at most`,
  };
  return [...opening.filter(({ word }) => word), ...words, ...(count > MAX_WORDS ? [long] : [])];
}

/** Each name once in a file, where it comes first. */
function faultsOfNames(path, code) {
  const names = new Map([[path.split('/').at(-1), 1]]);
  for (const { 0: name, index } of code.matchAll(/[A-Za-z][\w$]*/g)) {
    if (!names.has(name)) names.set(name, 1 + lines(code.slice(0, index)));
  }
  return [...names].flatMap(([name, line]) => {
    const parted = name.replace(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])|_/g, '$1$2-').toLowerCase();
    return NAMES.filter(([pattern]) => pattern.test(parted)).map(([, reason]) => ({ line, word: name, reason }));
  });
}

/** Parts end with the separator. A part's line is the one of its first word. */
function split({ text, line }, separator) {
  const ends = [...text.matchAll(separator)].map(({ 0: mark, index }) => index + mark.length);
  return [...ends, text.length].map((end, i) => {
    const from = ends[i - 1] ?? 0;
    const skipped = /^\s*/.exec(text.slice(from, end))[0];
    return { text: text.slice(from + skipped.length, end), line: line + lines(text.slice(0, from) + skipped) };
  });
}

/** Makes one word of each match. */
function hide(text, pattern) {
  return text.replace(pattern, match => `CODE${blank(match)}`);
}

function blank(text) {
  return text.replace(/[^\n]+/g, '');
}

function lines(text) {
  return text.split('\n').length - 1;
}

function filesBelow(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(path => pattern.test(path) && !path.includes('/node_modules/'))
    .sort();
}
