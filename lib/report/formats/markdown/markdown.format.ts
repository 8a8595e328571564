import { accountingSection } from './accounting.section.js';
import { consequencesSection } from './consequences.section.js';
import { environmentSection } from './environment.section.js';
import { operationsSection } from './operations.section.js';
import { requestSection } from './request.section.js';
import { sectionText } from './section.js';
import { spansSection } from './spans.section.js';
import { treeSection } from './tree.section.js';
import { findingsSection, verdictSection } from './verdict.section.js';
import type { Report } from '../../../model/report.interface.js';
import type { Format } from '../format.interface.js';
import type { Steps } from '../../../platform/steps.js';
import { utf8 } from '../../../platform/utf8.js';

const KB = 1_000;

/** A text for a chat, an issue or an assistant. @internal */
export const markdownFormat: Format = work => report => work.run(renderMarkdown(report));

/**
 * The report as one Markdown document of at most 60 kB, for a chat, an issue or an assistant. The verdict comes first.
 * No text of the application or its users becomes markup.
 *
 * @internal
 */
export function* renderMarkdown(report: Report): Steps<Uint8Array> {
  const { accounting, execution, tree, timeline } = report;
  const sections = [
    () => sectionText(verdictSection(report), 4 * KB),
    () => sectionText(accountingSection(accounting), 8 * KB),
    () => sectionText(findingsSection(report), 6 * KB),
    () => sectionText(consequencesSection(report), 1 * KB),
    () => sectionText(operationsSection(report.operations), 6 * KB),
    () => sectionText(requestSection(execution), 12 * KB),
    () => sectionText(treeSection(tree), 12 * KB),
    () => sectionText(spansSection(timeline), 7 * KB),
    () => sectionText(environmentSection(report), 4 * KB),
  ];
  const texts: string[] = [];
  for (const section of sections) {
    texts.push(section());
    yield;
  }
  return utf8(texts.filter(text => text !== '').join('\n'));
}
