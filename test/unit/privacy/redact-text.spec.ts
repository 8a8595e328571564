import { describe, expect, it } from '@jest/globals';
import { redactText } from '../../../lib/privacy/redact-text.js';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP';

describe('redactText', () => {
  it.each([
    ['Bearer abc.def-123', 'Bearer [REDACTED]'],
    ['basic dXNlcjpwYXNz', 'basic [REDACTED]'],
    [`a ${JWT} b`, 'a [REDACTED] b'],
    [`cut ${JWT.slice(0, 25)}`, 'cut [REDACTED]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- rest', '[REDACTED] rest'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE cut off', '[REDACTED]'],
    ['postgres://user:p@ss@db:5432/x', 'postgres://[REDACTED]@db:5432/x'],
    ['//user:pw@host/x', '//[REDACTED]@host/x'],
    ['/a?token=abc&page=2', '/a?token=[REDACTED]&page=2'],
    ['/a?token=abc,def;ghi&page=2', '/a?token=[REDACTED]&page=2'],
    ['/a#access_token=abc', '/a#access_token=[REDACTED]'],
    ['/a?%74oken=abc', '/a?%74oken=[REDACTED]'],
    ['/a?user[password]=abc', '/a?user[password]=[REDACTED]'],
    ['a=1;token=abc;b=2', 'a=1;token=[REDACTED];b=2'],
    ['a=1, token="abc, def", b=2', 'a=1, token="[REDACTED]", b=2'],
    [
      '/login?next=https%3A%2F%2Fx.io%2F%3Ftoken%3Dabc%26a%3D1',
      '/login?next=https://x.io/%3Ftoken%3D[REDACTED]%26a%3D1',
    ],
    ['/a?bad=%E0%A4%A&next=%3Ftoken%3Dabc', '/a?bad=%E0%A4%A&next=%3Ftoken%3D[REDACTED]'],
    ['/a?filter=%7B%22password%22%3A%22abc%22%7D', '/a?filter={%22password%22:%22[REDACTED]%22}'],
    ['{"password": "a\\"b", "page": 1}', '{"password": "[REDACTED]", "page": 1}'],
    ['{"pin":1234}', '{"pin":"[REDACTED]"}'],
    ['smsCode:12345', 'smsCode:[REDACTED]'],
    ['cvn:123 statusCode:404', 'cvn:[REDACTED] statusCode:404'],
    ['card 4111111111111111.', 'card [REDACTED].'],
    ['4111 1111 1111 1111', '[REDACTED]'],
    ['5500-0000-0000-0004', '[REDACTED]'],
    ['/pay/378282246310005/x', '/pay/[REDACTED]/x'],
  ])('masks %j', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    '/orders/42?page=2&sort=name,asc&author=me',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
    'text/html,application/xml;q=0.9,*/*;q=0.8',
    '4111111111111112',
    '1763889302123',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'a4111111111111111b',
    'mail to someone@example.com',
    '/a?token=&x=1',
    '/a?q=%zz',
    'eyJ',
    '',
  ])('leaves %j unchanged', text => {
    expect(redactText(text)).toBe(text);
  });

  it('masks a whole URL that is nested too deeply', () => {
    let url = '/x?token=abc';
    for (let depth = 0; depth < 6; depth += 1) url = `/x?next=${encodeURIComponent(url)}`;
    expect(redactText(url)).not.toContain('abc');
  });

  it.each([
    'eyJ-'.repeat(5_000),
    '//'.repeat(10_000),
    '"'.repeat(20_000),
    '-----BEGIN A'.repeat(2_000),
    '-----BEGIN A-----'.repeat(2_000),
    '2 '.repeat(10_000),
    '2'.repeat(20_000),
    ','.repeat(20_000),
    'a=,'.repeat(7_000),
    'a=",'.repeat(5_000),
    `${'x'.repeat(20_000)}=`,
    `a=${',x'.repeat(10_000)}`,
    '"a":"\\'.repeat(3_000),
    'Bearer '.repeat(3_000),
    '%'.repeat(20_000),
    '%3D'.repeat(7_000),
    `//${'a'.repeat(20_000)}`,
    '?a=%3Fa%3D%253Fa%253D'.repeat(1_000),
    'select '.repeat(3_000),
    'select from '.repeat(2_000),
    "'".repeat(20_000),
    'where "a" '.repeat(2_000),
    '$a$'.repeat(7_000),
    '/*'.repeat(10_000),
    '--a '.repeat(5_000),
    '/token/a1'.repeat(2_000),
    "password '".repeat(2_000),
    '<password>'.repeat(2_000),
    '<a b'.repeat(5_000),
    ':'.repeat(20_000),
    'token: '.repeat(3_000),
    'token=['.repeat(3_000),
    `token={${'{['.repeat(10_000)}`,
    'token=\'\\"'.repeat(3_000),
    `${'a'.repeat(127)}=`.repeat(150),
    'insert    '.repeat(2_000),
    'Key (a'.repeat(3_000),
    "Duplicate entry 'a".repeat(1_000),
    '12345678:'.repeat(2_000),
    '://a:'.repeat(4_000),
    'pin a '.repeat(3_000),
    ' '.repeat(20_000),
  ])('takes time in proportion to the text: case %#', text => {
    // Quadratic work on 200 000 characters would be 40 000 000 000 steps: the suite would never end.
    expect(typeof redactText(text.repeat(10))).toBe('string');
  });
});
