import {
  DEFAULT_LIMITS,
  newId,
  Refusal,
  type Channel,
  type Limits,
  type Post,
  type StoredFile,
  type User,
} from './model.js';
import { PendingPosts } from './pending-posts.js';

const TEAM = newId();

/** The users, channels, posts and files of the server, and the permissions. */
export class ServerState {
  readonly limits: Limits;
  readonly posts: Post[] = [];
  readonly files = new Map<string, StoredFile>();
  readonly pending: PendingPosts;
  readonly hooks = new Map<string, { channelId: string; locked: boolean }>();
  readonly settings = { fileAttachments: true, incomingWebhooks: true };
  private readonly users = new Map<string, User>();
  private readonly channels = new Map<string, Channel>();
  private readonly members = new Set<string>();

  constructor(limits: Partial<Limits>, now: () => number) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.pending = new PendingPosts(now);
  }

  addBot(token: string, username = 'performance'): User {
    const user: User = { id: newId(), username, is_bot: true, roles: 'system_user' };
    this.users.set(token, user);
    return user;
  }

  revoke(token: string): void {
    this.users.delete(token);
  }

  addChannel(name = 'alerts', type: Channel['type'] = 'P'): Channel {
    const channel: Channel = { id: newId(), team_id: TEAM, type, name, display_name: name, delete_at: 0 };
    this.channels.set(channel.id, channel);
    return channel;
  }

  join(user: User, channel: Channel): void {
    this.members.add(`${user.id}/${channel.id}`);
  }

  leave(user: User, channel: Channel): void {
    this.members.delete(`${user.id}/${channel.id}`);
  }

  addHook(channel: Channel): string {
    const id = newId();
    this.hooks.set(id, { channelId: channel.id, locked: false });
    return id;
  }

  /** @throws Refusal 401 */
  userOf(authorization: string | undefined): User {
    const token = /^(?:bearer|token) +(\S+)$/i.exec(authorization ?? '')?.[1];
    const user = token === undefined ? undefined : this.users.get(token);
    if (user === undefined) throw new Refusal(401, 'api.context.session_expired.app_error');
    return user;
  }

  channelOf(id: string): Channel {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new Refusal(404, 'app.channel.get.existing.app_error');
    return channel;
  }

  /** @throws Refusal 403 if neither membership nor a role allows it */
  mustReach(user: User, channelId: string, todo: 'read' | 'post'): Channel {
    const channel = this.channels.get(channelId);
    const anywhere = todo === 'post' && /\bsystem_post_all\b/.test(user.roles);
    const inPublic = todo === 'post' && channel?.type === 'O' && /\bsystem_post_all_public\b/.test(user.roles);
    const member = this.members.has(`${user.id}/${channelId}`);
    if (channel === undefined || !(anywhere || inPublic || member)) {
      throw new Refusal(403, 'api.context.permissions.app_error');
    }
    return channel;
  }
}
