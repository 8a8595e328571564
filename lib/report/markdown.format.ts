import { accountingSection } from './markdown/accounting.section.js';
import { environmentSection } from './markdown/environment.section.js';
import { requestSection } from './markdown/request.section.js';
import { sectionText } from './markdown/section.js';
import { spansSection } from './markdown/spans.section.js';
import { treeSection } from './markdown/tree.section.js';
import { findingsSection, verdictSection } from './markdown/verdict.section.js';
import type { Report } from './report.interface.js';

const KB = 1_000;

/**
 * The report as one Markdown document of at most 60 kB, for a chat, an issue or an assistant: the verdict first, and no
 * text of the application or its users becomes markup.
 *
 * @internal
 */
export function* renderMarkdown(report: Report): Generator<void, Uint8Array, void> {
  const { accounting, execution, tree, timeline } = report;
  const sections = [
    () => sectionText(verdictSection(report), 4 * KB),
    () => sectionText(accountingSection(accounting), 8 * KB),
    () => sectionText(findingsSection(report), 8 * KB),
    () => sectionText(requestSection(execution), 15 * KB),
    () => sectionText(treeSection(tree), 12 * KB),
    () => sectionText(spansSection(timeline), 8 * KB),
    () => sectionText(environmentSection(report), 4 * KB),
  ];
  const texts: string[] = [];
  for (const section of sections) {
    texts.push(section());
    yield;
  }
  return Buffer.from(texts.filter(text => text !== '').join('\n'));
}
