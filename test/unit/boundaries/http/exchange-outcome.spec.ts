import { describe, expect, it } from '@jest/globals';
import { BadRequestException, ForbiddenException, InternalServerErrorException } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { isFailure } from '../../../../lib/boundaries/http/exchange-outcome.js';

const throwing = (): never => {
  throw new Error('on purpose');
};

describe('isFailure()', () => {
  it.each([new Error('lost'), new InternalServerErrorException(), 'a text', null, {}])(
    'is true for an exception that is no answer: %p',
    thrown => {
      expect(isFailure(thrown)).toBe(true);
    },
  );

  it('is true for an exception that cannot be read', () => {
    expect(isFailure({ getStatus: throwing })).toBe(true);
    expect(isFailure(new Proxy({}, { get: throwing }))).toBe(true);
  });

  it.each([undefined, new BadRequestException(), new ForbiddenException(), new GraphQLError('no such order')])(
    'is false for an answer: %p',
    thrown => {
      expect(isFailure(thrown)).toBe(false);
    },
  );
});
