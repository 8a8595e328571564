import { FakeService, objectIn, type ServiceAnswer, type ServiceRequest } from './fake-service.js';
import { SendingLimit } from './sending-limit.js';

/** The elements that the monitor may use: any other is refused. */
interface Inline {
  readonly type: string;
  readonly text: string;
}

export interface TeamsCard {
  readonly msteams?: { readonly entities?: readonly unknown[] };
  readonly body: readonly { readonly type: string; readonly inlines: readonly Inline[] }[];
}

const PATH =
  '/powerautomate/automations/direct/workflows/0a1b2c3d4e5f60718293a4b5c6d7e8f9/triggers/manual/paths/invoke';
const MAX_BYTES = 28 * 1_024;

/**
 * A workflow with a webhook trigger: it answers 202 at once, and posts the card later. A card that Teams refuses fails in
 * the run history alone.
 */
export class FakeTeams extends FakeService {
  readonly signature = 'sIg1secret2_word3-abcdefghijklmnopqrstuvwxyz';
  readonly cards: TeamsCard[] = [];
  /** Errors of runs: the sender never sees them. */
  readonly failedRuns: string[] = [];
  state: 'on' | 'off' | 'deleted' = 'on';
  private readonly limit: SendingLimit;

  constructor(now: () => number = () => Date.now()) {
    super();
    this.limit = new SendingLimit(4, 1_000, 0, now);
  }

  get webhookUrl(): string {
    return `${this.url}${PATH}?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${this.signature}`;
  }

  get shown(): readonly string[] {
    return this.cards.map(({ body }) => body.map(({ inlines }) => inlines.map(({ text }) => text).join('')).join('\n'));
  }

  protected answer({ path, query, headers, body }: ServiceRequest): ServiceAnswer {
    if (path !== PATH || this.state === 'deleted') return refused(404, 'WorkflowNotFound');
    if (query.get('sig') !== this.signature) return refused(401, 'AuthorizationFailed');
    if (this.state === 'off') return refused(400, 'WorkflowTriggerIsNotEnabled');
    if (headers['content-type']?.startsWith('application/json') !== true) return refused(400, 'InvalidRequestContent');
    const given = objectIn(body);
    if (given?.type !== 'message' || !Array.isArray(given.attachments))
      return refused(400, 'TriggerInputSchemaMismatch');
    if (!this.limit.take()) return { ...refused(429, 'WorkflowTriggerThrottled'), headers: { 'retry-after': '1' } };
    for (const { contentType, content } of given.attachments as { contentType: string; content: TeamsCard }[]) {
      const fault = faultOf(contentType, content);
      if (fault === undefined) this.cards.push(content);
      else this.failedRuns.push(fault);
    }
    return { status: 202, text: '' };
  }
}

function faultOf(contentType: string, card: TeamsCard): string | undefined {
  if (contentType !== 'application/vnd.microsoft.card.adaptive') return `unknown attachment ${contentType}`;
  // Counted in UTF-16, as Teams keeps it.
  if (JSON.stringify(card).length * 2 > MAX_BYTES) return 'RequestEntityTooLarge';
  const unknown = card.body.find(({ type, inlines }) => {
    return type !== 'RichTextBlock' || inlines.some(each => each.type !== 'TextRun' || typeof each.text !== 'string');
  });
  return unknown && `unknown element ${JSON.stringify(unknown)}`;
}

function refused(status: number, code: string): ServiceAnswer {
  return { status, json: { error: { code, message: `The request could not be processed: '${code}'.` } } };
}
