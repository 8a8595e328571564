import { describe, expect, it } from '@jest/globals';
import { FormCheck } from '../../../lib/status/form-check.js';

describe('the check of the form', () => {
  const check = new FormCheck();
  const own = { token: check.token };
  const OTHER_SITE = /does not come from this page/;
  const OTHER_PROCESS = /another process/;

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ origin: 'https://shop.example.com', host: 'shop.example.com' }],
    [{ origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }],
  ])('accepts a form of the page: %j', headers => {
    expect(check.faultOf(headers, own)).toBeUndefined();
  });

  it.each([
    [{}],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://shop.example.com', host: 'shop.example.com' }],
    [{ origin: 'null', host: 'shop.example.com' }],
    [{ origin: 'https://shop.example.com.evil.example', host: 'shop.example.com' }],
    [{ origin: 'https://shop.example.com:8443', host: 'shop.example.com' }],
  ])('refuses a form of another site: %j', headers => {
    expect(check.faultOf(headers, own)).toMatch(OTHER_SITE);
  });

  it.each([
    [undefined],
    [null],
    ['token'],
    [{}],
    [{ token: '' }],
    [{ token: [check.token] }],
    [{ token: `${check.token}=` }],
  ])('refuses another token: %j', body => {
    expect(check.faultOf({ 'sec-fetch-site': 'same-origin' }, body)).toMatch(OTHER_PROCESS);
  });

  it('has another token in each process', () => {
    expect(new FormCheck().token).not.toBe(check.token);
    expect(check.token).toMatch(/^[\w-]{32}$/);
  });
});
