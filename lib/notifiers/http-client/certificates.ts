import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const LARGEST = 1_048_576;
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const RIGHT = 'must be PEM certificates, or the path of a file with them';

/** PEM text, or the path of a file with it. Converts to the text. @internal */
export const readCertificates = z
  .string(RIGHT)
  .min(1, RIGHT)
  .max(LARGEST, RIGHT)
  .transform((value, context) => {
    const isText = value.includes('-----BEGIN');
    try {
      const text = isText ? value : readFileSync(value, 'utf8');
      const certificates = text.length <= LARGEST ? (text.match(PEM) ?? []) : [];
      if (certificates.length > 0 && certificates.every(one => new X509Certificate(one).raw.length > 0)) return text;
    } catch {
      // The error's own message might contain a piece of the text.
    }
    context.addIssue(isText ? RIGHT : `${RIGHT} that can be read`);
    return z.NEVER;
  });
