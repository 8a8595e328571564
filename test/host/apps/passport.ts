import { Controller, Get, Injectable, Req, UseGuards } from '@nestjs/common';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { HostApplication } from '../probe/application.js';
import { note } from '../probe/record.js';
import { Watched } from '../probe/stages.js';

const secretOrKey = 'only for this test';

@Injectable()
class JwtStrategy extends PassportStrategy(Strategy) {
  constructor() {
    super({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey });
  }

  async validate({ sub }: { sub: string }): Promise<object | null> {
    await Promise.resolve();
    note(`validate ${sub}`);
    return sub === 'mallory' ? null : { id: sub };
  }
}

@Controller()
@Watched()
class AccountController {
  constructor(private readonly jwt: JwtService) {}

  @Get('login')
  login(): Promise<string> {
    return this.jwt.signAsync({ sub: 'alice' }, { noTimestamp: true });
  }

  @Get('account')
  @UseGuards(AuthGuard('jwt'))
  account(@Req() { user }: { user: object }): object {
    return user;
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [PassportModule, JwtModule.register({ secret: secretOrKey })],
    controllers: [AccountController],
    providers: [JwtStrategy],
  }),
  async drive(drive, app) {
    const token = await drive.get('/login');
    const refused = app.get(JwtService).sign({ sub: 'mallory' }, { noTimestamp: true });
    await drive.get('/account');
    await drive.get('/account?alice', { authorization: `Bearer ${token}` });
    await drive.get('/account?mallory', { authorization: `Bearer ${refused}` });
    await drive.get('/account?nonsense', { authorization: 'Bearer nonsense' });
    await drive.crowd(index => drive.get(`/account?${index}`, { authorization: `Bearer ${token}` }));
  },
};
