import { httpUrlWith } from '../../options/schema/checks.js';
import { missingFaults, switchablePart } from '../../options/schema/option-part.js';
import { optional } from '../../options/schema/option.js';
import { maxRetries } from '../http-client/max-retries.js';

/** Microsoft ended the connectors of Office 365 in May 2026. */
const RETIRED = /(?:^|\.)(?:webhook\.office\.com|outlook\.office(?:365)?\.com)$/;
const WORKFLOW_HOST = /\.(?:logic\.azure\.com|api\.powerplatform\.com)$/;
const NOT_A_CONNECTOR =
  'must be the URL of a workflow, because Microsoft has retired the connectors: in Workflows of Teams, choose "Send webhook alerts to a channel"';
const WHOLE_ADDRESS = 'must be the whole URL of the workflow, with sig= at its end: Teams shows it in the workflow';

/** @internal */
export interface ResolvedTeams {
  readonly webhookUrl: string;
  readonly maxRetries: number;
}

/** @internal */
export const teamsOptions = switchablePart({
  option: 'teams',
  facts: { about: 'posts alerts to a channel of Microsoft Teams', variable: 'WPM_ENABLE_TEAMS', form: 'boolean' },
  members: {
    webhookUrl: optional(
      httpUrlWith([({ hostname }) => !RETIRED.test(hostname), NOT_A_CONNECTOR], [isWhole, WHOLE_ADDRESS]),
      { about: 'the URL of a workflow', variable: 'WPM_TEAMS_WEBHOOK_URL', secret: true },
    ),
    maxRetries: maxRetries('WPM_TEAMS_MAX_RETRIES'),
  },
  faultsOf: ({ webhookUrl }) => missingFaults('teams', { webhookUrl }, 'it receives the alerts'),
  resolve({ webhookUrl, maxRetries: retries }): ResolvedTeams | false {
    return webhookUrl !== undefined && Object.freeze({ webhookUrl, maxRetries: retries });
  },
});

/** A gateway in front of the workflow may have another form of address. */
function isWhole({ hostname, searchParams }: URL): boolean {
  return !WORKFLOW_HOST.test(hostname) || !!searchParams.get('sig');
}
