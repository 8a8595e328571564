import { oneLine } from '../../model/format/one-line.js';
import { MAX_WHOLE, type Data, type Message, type Pieces, type Row, type Tone } from '../message/message.interface.js';
import { fittingRows } from '../message/fitting-rows.js';

/**
 * Teams refuses a card of more than 28 kB, counted in UTF-16. This is the number of units of its JSON.
 *
 * Source: Microsoft Learn, "Microsoft Teams" connector, known issues, and "Create an Incoming Webhook", 2025.
 */
const MAX_UNITS = 12_000;
const MAX_HEADLINE = 500;
const MAX_DATA = 200;
const COLORS: Readonly<Record<Tone, string>> = {
  info: 'Accent',
  good: 'Good',
  warning: 'Warning',
  critical: 'Attention',
};

/** Text without Markdown, unlike a `TextBlock` and a `Fact`. */
interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Medium';
  readonly color?: string;
  readonly fontType?: 'Monospace';
  readonly selectAction?: { readonly type: 'Action.OpenUrl'; readonly url: string };
}

interface Paragraph {
  readonly type: 'RichTextBlock';
  readonly spacing?: 'Small';
  readonly inlines: readonly TextRun[];
}

/**
 * The body for a workflow: a message with an Adaptive Card. Its texts have no Markdown. Only `msteams.entities` mentions
 * people, and it has none.
 *
 * @internal
 */
export function teamsBody({ headline, tone, rows }: Message): object {
  const first: TextRun = {
    ...run(oneLine(headline, MAX_HEADLINE)),
    weight: 'Bolder',
    size: 'Medium',
    color: COLORS[tone],
  };
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [{ type: 'RichTextBlock', inlines: [first] }, ...fittingRows(rows, paragraph, units, MAX_UNITS)],
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card };
  return { type: 'message', attachments: [attachment] };
}

function paragraph({ label, value }: Row): Paragraph {
  const bold = [...runs(label), run(': ')].map(each => ({ ...each, weight: 'Bolder' as const }));
  return { type: 'RichTextBlock', spacing: 'Small', inlines: [...bold, ...runs(value)] };
}

function runs(pieces: Pieces): TextRun[] {
  return pieces.map(piece => (typeof piece === 'string' ? run(piece) : code(piece)));
}

function code({ data, whole, link }: Data): TextRun {
  if (link === true) return { ...run(data), selectAction: { type: 'Action.OpenUrl', url: data } };
  return { ...run(oneLine(data, whole === true ? MAX_WHOLE : MAX_DATA) || '–'), fontType: 'Monospace' };
}

function run(text: string): TextRun {
  return { type: 'TextRun', text };
}

function units(each: Paragraph): number {
  return JSON.stringify(each).length;
}
