import type { NotifierDefinition } from '../notifier-definition.js';
import { TelegramNotifier } from './telegram.notifier.js';
import { telegramOptions } from './telegram.options.js';

export type { TelegramOption } from './telegram-options.interface.js';

/** Sends alerts to a Telegram chat. @internal */
export const telegram: NotifierDefinition = { options: telegramOptions, provider: TelegramNotifier };
