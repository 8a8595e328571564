import { describe, expect, it } from '@jest/globals';
import { decodeUri } from '../../../lib/platform/decode-uri.js';

describe('decodeUri', () => {
  it.each([
    ['my%20app', 'my app'],
    ['100%', '100%'],
    ['%ff', '%ff'],
  ])('decodes %j to %j', (text, decoded) => expect(decodeUri(text)).toBe(decoded));
});
