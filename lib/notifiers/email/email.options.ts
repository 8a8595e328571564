import { z } from 'zod';
import { boolean, list, text } from '../../options/schema/checks.js';
import { missingFaults, switchablePart } from '../../options/schema/option-part.js';
import { option, optional } from '../../options/schema/option.js';

const ADDRESS = /^[^\s@]+@[^\s@]+$|<[^\s@<>]+@[^\s@<>]+>$/;
const ADDRESS_TEXT = "an e-mail address, such as 'team@example.com'";
const TRANSPORT =
  "must be the argument of nodemailer's createTransport(): a URL such as 'smtps://user:password@host', or an object";

const address = text(ADDRESS_TEXT).refine(value => ADDRESS.test(value), `must be ${ADDRESS_TEXT}`);

/** @internal */
export interface ResolvedEmail {
  /** The argument of nodemailer's `createTransport()`. Not frozen: it belongs to the application. */
  readonly transport: string | object;
  readonly from: string;
  readonly to: readonly string[];
  readonly attach: boolean;
}

/** @internal */
export const emailOptions = switchablePart({
  option: 'email',
  facts: { about: 'sends alerts by e-mail', variable: 'WPM_ENABLE_EMAIL', form: 'boolean' },
  members: {
    transport: optional(
      z.union([z.custom<object>(value => typeof value === 'object' && value !== null), text('a URL')], {
        error: TRANSPORT,
      }),
      {
        about: "the argument of nodemailer's `createTransport()`: a URL or an object",
        variable: 'WPM_EMAIL_TRANSPORT',
        opaque: true,
        secret: true,
      },
    ),
    from: optional(address, { about: 'the sender', variable: 'WPM_EMAIL_FROM' }),
    to: optional(
      z
        .union([address.transform(one => [one]), list(address, 'e-mail addresses')], {
          error: `must be ${ADDRESS_TEXT}, or a list of them`,
        })
        .refine(all => all.length > 0, 'must name at least one e-mail address'),
      { about: 'the recipients', variable: 'WPM_EMAIL_TO', form: 'list' },
    ),
    attach: option(boolean, true, { about: 'attaches the report', variable: 'WPM_EMAIL_ATTACH', form: 'boolean' }),
  },
  faultsOf: ({ transport, from, to }) =>
    missingFaults('email', { transport, from, to }, 'e-mail needs transport, from and to'),
  resolve({ transport, from, to, attach }): ResolvedEmail | false {
    if (transport === undefined || from === undefined || to === undefined) return false;
    return Object.freeze({ transport, from, to: Object.freeze([...to]), attach });
  },
});
