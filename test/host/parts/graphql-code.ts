// A schema made by decorators: root and field resolvers, with all of Nest's stages.
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, UseGuards, type CanActivate } from '@nestjs/common';
import { Args, Field, Int, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { note, store } from '../probe/record.js';
import { planned, Watched } from '../probe/stages.js';

@ObjectType()
export class Author {
  @Field(() => Int)
  id!: number;

  @Field(() => String)
  name!: string;
}

@ObjectType()
export class Post {
  @Field(() => Int)
  id!: number;

  @Field(() => String)
  title!: string;
}

@Injectable()
export class Posts {
  async all(): Promise<Post[]> {
    await sleep(5);
    return [1, 2, 3].map(id => ({ id, title: `post ${id}` }));
  }

  async authorOf({ id }: Post): Promise<Author> {
    await sleep(1);
    note(`author of ${id}`);
    return { id: id * 10, name: `author ${id}` };
  }
}

export class Refusal implements CanActivate {
  canActivate(): boolean {
    note('refusal');
    return false;
  }
}

@Resolver(() => Post)
@Watched()
export class PostsResolver {
  constructor(private readonly all: Posts) {}

  @Query(() => [Post])
  posts(): Promise<Post[]> {
    note('posts');
    return this.all.all();
  }

  @Query(() => Post, { nullable: true })
  async post(@Args('id', { type: () => Int }) id: number): Promise<Post | undefined> {
    return (await this.all.all()).find(post => post.id === id);
  }

  @Mutation(() => Post)
  rename(@Args('id', { type: () => Int }) id: number, @Args('title') title: string): Post {
    note('rename');
    return { id, title };
  }

  @Query(() => String)
  broken(): string {
    throw planned(new RangeError('as planned'));
  }

  @Query(() => String)
  @UseGuards(Refusal)
  refused(): string {
    return 'never';
  }

  @Query(() => String)
  store(): string {
    return store.getStore()?.id ?? 'lost';
  }

  @ResolveField('author', () => Author)
  author(@Parent() post: Post): Promise<Author> {
    return this.all.authorOf(post);
  }

  @ResolveField('broken', () => String, { nullable: true })
  brokenField(): string {
    throw planned(new RangeError('as planned'));
  }
}
