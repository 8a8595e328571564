import type { Alert } from '../../model/alert.interface.js';
import type { OptionPart } from '../../options/schema/option-part.js';
import type { HttpAnswer } from '../http-client/read-answer.js';
import type { ReportPlace } from '../message/alert-facts.js';
import type { Message } from '../message/message.interface.js';

/** The options that every chat with a webhook has. @internal */
export interface ChatWebhookOptions {
  readonly webhookUrl: string;
  readonly maxRetries: number;
}

/** One post. @internal */
export interface ChatPost {
  readonly url: URL;
  /** Sent as JSON. */
  readonly body: object;
}

/** A chat that receives posts at a secret URL. @internal */
export interface ChatWebhook<Options extends ChatWebhookOptions> {
  /** As in `Notifier.name`. */
  readonly name: string;
  readonly options: OptionPart<false | Options>;
  /** The rows of an alert, in their order. */
  alert(alert: Alert, place: ReportPlace): Message;
  /** Called for each attempt, because chats refuse an old signature. */
  post(message: Message, options: Options): ChatPost;
  /** @throws AttemptError with the remedy, for a refused post */
  check(answer: HttpAnswer, url: URL): unknown;
}
