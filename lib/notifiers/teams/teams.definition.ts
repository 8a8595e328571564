import type { NotifierDefinition } from '../notifier-definition.js';
import { TeamsNotifier } from './teams.notifier.js';
import { teamsOptions } from './teams.options.js';

export type { TeamsOption } from './teams-options.interface.js';

/** Posts alerts to Microsoft Teams. @internal */
export const teams: NotifierDefinition = { options: teamsOptions, provider: TeamsNotifier };
