import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const LARGEST = 1_048_576;
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const RIGHT = 'must be PEM certificates, or the path of a file that holds them';

/** PEM text, given itself or by the path of its file; the text. @internal */
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
      // Said below: what is wrong is the same for people, and the reason might hold a piece of the text.
    }
    context.addIssue(isText ? RIGHT : `${RIGHT}, which can be read`);
    return z.NEVER;
  });
