import { describe, expect, it } from '@jest/globals';
import { socketAddress } from '../../../../lib/model/format/socket-address.js';

describe('socketAddress', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1:80'],
    ['::ffff:10.0.0.7', '10.0.0.7:80'],
    ['::1', '[::1]:80'],
  ])('writes %s as %s', (address, text) => {
    expect(socketAddress(address, 80)).toBe(text);
  });
});
