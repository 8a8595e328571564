import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { SetMetadata } from '@nestjs/common';
import { stepName } from '../../../../lib/instrumentation/providers/step-names.js';

// As `@Resolver()`, `@ResolveField()` and `@ResolveReference()` do.
const OfType = (name: string | undefined) => SetMetadata('graphql:resolver_type', name);
const Field = (name?: string): MethodDecorator => {
  return (target, key, descriptor) => {
    SetMetadata('graphql:resolver_name', name)(target, key, descriptor as never);
    SetMetadata('graphql:resolve_property', true)(target, key, descriptor as never);
  };
};

class Fields {
  @Field()
  customer(): void {}
  @Field('lines')
  itemsOf(): void {}
  @SetMetadata('graphql:resolve_reference', true)
  find(): void {}
  helper(): void {}
}

@OfType('Order')
class OrdersResolver extends Fields {}

@OfType('Draft')
class DraftsResolver extends Fields {}

@OfType(undefined)
class NamelessResolver extends Fields {}

describe('stepName()', () => {
  const namesIn = (type: NewableFunction): string[] =>
    (['customer', 'itemsOf', 'find', 'helper'] as const).map(key => stepName(type, key, Fields.prototype[key]));

  it('is the field of a field resolver, with the object type of its class', () => {
    expect(namesIn(OrdersResolver)).toEqual([
      'Order.customer',
      'Order.lines',
      'Order.__resolveReference',
      'OrdersResolver.helper',
    ]);
    expect(namesIn(DraftsResolver)[0]).toBe('Draft.customer');
  });

  it.each([NamelessResolver, Fields])('is the method of the class without an object type', type => {
    expect(namesIn(type)).toEqual(['customer', 'itemsOf', 'find', 'helper'].map(key => `${type.name}.${key}`));
  });
});
