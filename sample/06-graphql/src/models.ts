import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType()
export class Customer {
  @Field(() => Int)
  id!: number;

  @Field(() => String)
  name!: string;
}

@ObjectType()
export class Order {
  @Field(() => Int)
  id!: number;

  customerId!: number;
}
