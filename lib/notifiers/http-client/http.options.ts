import { boolean } from '../../options/schema/checks.js';
import { optionPart } from '../../options/schema/option-part.js';
import { group, option, optional } from '../../options/schema/option.js';
import { readCertificates } from './certificates.js';

/** @internal */
export interface ResolvedHttp {
  readonly ca: string | undefined;
  readonly rejectUnauthorized: boolean;
}

/** @internal */
export const httpOptions = optionPart({
  option: 'http',
  schema: group({
    ca: optional(readCertificates, {
      about: 'additional certificates to trust: PEM text, or the path of a file with it',
      variable: 'WPM_HTTP_CA',
    }),
    rejectUnauthorized: option(boolean, true, {
      about: '`false` accepts any certificate; for tests only',
      variable: 'WPM_HTTP_REJECT_UNAUTHORIZED',
      form: 'boolean',
    }),
  }),
  resolve: ({ ca, rejectUnauthorized }): ResolvedHttp => Object.freeze({ ca, rejectUnauthorized }),
});
