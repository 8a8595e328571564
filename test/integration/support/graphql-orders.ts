import { BadRequestException, Injectable, UseGuards, type CanActivate } from '@nestjs/common';
import { Args, Field, Int, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { delay } from './test-app.js';

/** Each root resolver takes so long. */
export const STEP_MS = 60;

/** The same schema as text. */
export const TYPE_DEFS = `
  type Customer { id: Int! name: String! }
  type Order { id: Int! customer: Customer! lines: Int! label: String! }
  type Query {
    orders(first: Int): [Order!]! customer(id: Int!): Customer! refused: String! failing: String! invalid: String!
    login(name: String!, password: String!): String! plain: String
  }
  type Mutation { place(note: String): Order! }
`;

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
}

/** Asks another server for each customer, as a repository asks its database. */
@Injectable()
export class Customers {
  url = '';

  async find(id: number): Promise<Customer> {
    if (this.url === '') await delay(STEP_MS);
    else await (await fetch(`${this.url}/wait/25?customer=${id}`)).text();
    return { id, name: `customer ${id}` };
  }
}

class Refusal implements CanActivate {
  async canActivate(): Promise<boolean> {
    await delay(STEP_MS);
    return false;
  }
}

@Resolver(() => Order)
export class OrdersResolver {
  constructor(private readonly customers: Customers) {}

  @Query(() => [Order])
  async orders(@Args('first', { type: () => Int, nullable: true }) first?: number): Promise<Order[]> {
    await delay(STEP_MS);
    return Array.from({ length: first ?? 3 }, (_, id) => ({ id }));
  }

  @Query(() => Customer)
  customer(@Args('id', { type: () => Int }) id: number): Promise<Customer> {
    return this.customers.find(id);
  }

  @Query(() => String)
  @UseGuards(Refusal)
  refused(): string {
    return 'never';
  }

  @Query(() => String)
  async failing(): Promise<string> {
    await delay(STEP_MS);
    throw new RangeError('as planned');
  }

  @Query(() => String)
  async invalid(): Promise<string> {
    await delay(STEP_MS);
    throw new BadRequestException('as planned');
  }

  @Query(() => String)
  async login(
    @Args('name', { type: () => String }) name: string,
    @Args('password', { type: () => String }) password: string,
  ): Promise<string> {
    await delay(STEP_MS);
    return `${name} ${password.length}`;
  }

  @Mutation(() => Order)
  async place(@Args('note', { type: () => String, nullable: true }) _note?: string): Promise<Order> {
    await delay(STEP_MS);
    return { id: 1 };
  }

  @ResolveField('customer', () => Customer)
  customerOf(@Parent() { id }: Order): Promise<Customer> {
    return this.customers.find(id);
  }

  /** Without a decorated parameter: Nest calls it without its pipeline. */
  @ResolveField(() => Int)
  async lines(): Promise<number> {
    await delay(1);
    return 3;
  }

  @ResolveField(() => String)
  label(@Parent() { id }: Order): string {
    return `order ${id}`;
  }
}
