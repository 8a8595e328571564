import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';

/** Who changes settings has to be somebody. */
@Injectable()
export class AdminGuard implements CanActivate {
  private readonly token: string;

  constructor(config: ConfigService) {
    this.token = `Bearer ${config.getOrThrow<string>('ADMIN_TOKEN')}`;
  }

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: { authorization?: string } }>();
    return timingSafeEqual(digest(headers.authorization ?? ''), digest(this.token));
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
