import { integer } from '../../options/schema/checks.js';
import { option } from '../../options/schema/option.js';

/** The option `maxRetries` of a notifier that sends HTTP requests. @internal */
export const maxRetries = (variable: string) =>
  option(integer(0, 10), 3, {
    about: 'how often a failed delivery is repeated',
    variable,
    form: 'number',
  });
