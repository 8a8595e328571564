import { describe, expect, it } from '@jest/globals';
import { redactText } from '../../../lib/privacy/redact-text.js';

/** A secret without a format that a rule could recognise. */
const S = 'hunter2canary';

const SECRETS = [
  `/resetToken/${S}`,
  `/access_tokens/${S}`,
  `/API-KEY/${S}`,
  `curl -u bob:${S} https://x.io`,
  `Server=db;User Id=sa;Password=${S};Encrypt=true`,
  `connect.sid=s%3A${S}.sig`,
  `aws_secret_access_key = ${S}/a+b`,
  `/verify-email/${S}`,
  `-H 'X-Api-Key: ${S}'`,
  `password: ${S}`,
  `Password is wrong: "${S}"`,
  `token ${S}9`,
  `invalid token '${S}'`,
  `{ password: '${S}', page: 1 }`,
  `{"password":"${S}","a":1}`,
  `{\\"password\\":\\"${S}\\"}`,
  `password=${S}`,
  `password = "${S}"`,
  `secret := ${S}`,
  `'token' => '${S}'`,
  `Authorization: Digest username="x", response="${S}"`,
  `authorization: '${S}', a: 1`,
  `Cookie: sid=${S}; b=${S}`,
  `--password ${S}`,
  `--token=${S}`,
  `mysql -p --password '${S}'`,
  `<password>${S}</password>`,
  `<ns:Password type="x">${S}</ns:Password>`,
  `postgres://user:${S}@db:5432/x`,
  `postgres://user:pa/${S}@db:5432/x`,
  `https://${S}@github.com/x.git`,
  `redis://:${S}@localhost:6379`,
  `/reset-password/${S}`,
  `/api/v1/tokens/${S}/use`,
  `GET https://x.io/hooks/${S}0000000000 failed`,
  `https://hooks.slack.com/services/T0000/B0000/${S}000`,
  `https://discord.com/api/webhooks/123456789012345678/${S}${S}${S}`,
  `/api/telegram/bot123456789:AAabcdefghijklmnopqrstuvwxyz0123456/sendMessage`,
  `/auth/token/${S.toUpperCase()}`,
  `/session/3f9a77c0-1b2c-4d5e-8f90-1234567890ab`,
  `SELECT * FROM users WHERE email = '${S}' AND pin = 4711`,
  `insert into t (a) values ('${S}', "${S}", 42)`,
  `QueryFailedError: duplicate key: UPDATE "users" SET "name" = '${S}' WHERE id = 5`,
  `Key (email)=(${S}@x.io) already exists.`,
  `Duplicate entry '${S}' for key 'users.email'`,
  `E11000 duplicate key error collection: x index: email_1 dup key: { email: "${S}" }`,
  `Failing row contains (1, ${S}, null).`,
  `select 1 /* ${S} */ from x -- ${S}`,
  `/a?token=${S}`,
  `/a#access_token=${S}`,
  `/a?user[password]=${S}`,
  `/a?q=%7B%22password%22%3A%22${S}%22%7D`,
  `/a?code=${S}`,
  `?x=token=${S}`,
  `{"tokens":["${S}",{"a":"${S}"}],"b":1}`,
  `access token : ${S}`,
  `session id: ${S}`,
  `api key ${S}`,
  `x-api-key: ${S}`,
  `Set-Cookie: sid=${S}; HttpOnly`,
  `ghp_abcdefghijklmnopqrstuvwxyz012345`,
  `AKIAIOSFODNN7EXAMPLE`,
  `xoxb-1234567890-abcdef`,
  `mutation { login(user: "a", password: "${S}") { id } }`,
  `login('bob', password='${S}')`,
  `(token=${S})`,
  `"token=${S}"`,
  `Basic dXNlcjpwYXNz`,
  `password%3D${S}`,
  `password: "${S.slice(0, 5)}\\"${S}"`,
];

const HARMLESS = [
  'UPDATE "item" SET "qty" = "qty" + ? WHERE "id" = ?',
  '/spin/42/obsession/7x/presets/a1b2c3d4e5f6',
  'Report: /srv/app/sessions/2026-11-23T09-15-02.123Z_http_GET-orders-id_1840ms_00lz-1f2e3d.html',
  'docker run -u 1000:1000',
  'user-agent: curl/8',
  'tokenize',
  'the author wrote a keyboard',
  'passenger: bob',
  '/orders/42/items/7',
  '/users/3f9a77c0-1b2c-4d5e-8f90-1234567890ab/orders',
  '/files/507f1f77bcf86cd799439011',
  '/x/01ARZ3NDEKTSV4RRFFQ69G5FAV',
  '/x/V1StGXR8_Z5jdHi6B-myT',
  '/blob/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  '/auth/login',
  '/auth/google/callback',
  '/oauth/authorize',
  '/password/reset',
  '/passwords/forgot-password',
  '/session/new',
  '/src/auth/token.service.ts:42:7',
  'at AuthService.verifyToken (/srv/app/src/auth/token.service.ts:42:7)',
  'TokenExpiredError: jwt expired',
  'JsonWebTokenError: invalid signature',
  'Unexpected token \'<\', "<!DOCTYPE" is not valid JSON',
  'Unexpected token o in JSON at position 1',
  'connect ECONNREFUSED 127.0.0.1:5432',
  'token-db:5432 (PostgreSQL)',
  'password: must be longer than 8',
  "Cannot read properties of undefined (reading 'token')",
  'Basic authentication is required',
  'basic plan',
  'Bearer token is missing',
  'select an item from the list',
  'Please select 3 items from the list',
  '2026-11-23T09:15:02.123Z',
  'Mozilla/5.0 (X11; Linux x86_64)',
  'gzip, deflate, br',
  'text/html;q=0.9,*/*;q=0.8',
  'max-age=0',
  'W/"abc-123"',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  'GET /reset-password/:token',
  'GET /tokens/:id',
  '54 % computing in AuthService.hashPassword (auth.service.ts:42)',
  '240 × SELECT … FROM order_lines, one after another, in OrdersRepository.findLine: 6.0 ms each, 1.44 s (78 %)',
  'One UPDATE stock SET amount = ? WHERE id = ? (PostgreSQL db:5432/shop) took 900 ms (87.5 %), called in Stock.take',
  '40 × INSERT INTO items VALUES (?) (MySQL db:3306/shop), 10 at a time, in Items.add: 4.1 s (9 %)',
  'Gave up after 800 ms (RequestTimeoutException); CarrierService.quote was still waiting for GET 127.0.0.1:4000/quotes/:id',
  '/node_modules/jsonwebtoken/index.js',
  'file:///app/dist/session/session.module.js',
  "ENOENT: no such file or directory, open '/var/reports/x.html'",
  'order 12345678901234567',
  'SELECT a FROM t WHERE token = $1 AND secret = ?',
  'session-redis:6379 (Redis)',
  'keyId=5',
  'sort=name,asc',
  'http://localhost:3000/api?page=2',
  'GET https://api.example.com/v1/orders?since=2024-01-01',
  'update',
  'Update your settings',
  'No notifier delivered this alert.',
  'Report: /tmp/monitor-test-AbC123/2026-11-23T09-15-02.123Z_http_GET-orders-id_1840ms_00lz.html',
  'description: a nice thing',
  'statusCode: 500',
  'count=12',
  '/webhooks/42',
  '/invites/7',
  'SELECT "u"."id" AS "u_id" FROM "users" "u" WHERE "u"."id" = $1 ORDER BY "u_id"',
];

describe('redactText, in texts of people and libraries', () => {
  it.each(SECRETS)('masks %j, and a second pass changes nothing', text => {
    const shown = redactText(text);
    expect(shown).not.toMatch(/hunter2canary|ghp_|AKIA|xoxb-|AAabc|dXNl|3f9a/i);
    expect(shown).toMatch(/\[REDACTED\]|\?|^select /);
    expect(redactText(shown)).toBe(shown);
  });

  it.each(HARMLESS)('leaves %j unchanged', text => {
    expect(redactText(text)).toBe(text);
  });

  it('reads plus signs in a query as spaces, and writes them again', () => {
    expect(redactText('/a?q=Bearer+a1b2c3d4&p=two+words&n=1+2')).toBe('/a?q=Bearer+[REDACTED]&p=two+words&n=1+2');
  });

  it('keeps the text around a secret', () => {
    expect(redactText('{ user: 7, password: "x1", page: 2 }')).toBe('{ user: 7, password: "[REDACTED]", page: 2 }');
    expect(redactText("SELECT * FROM users WHERE email = 'a@b' AND id IN (1, 2) LIMIT 5")).toBe(
      'SELECT * FROM users WHERE email = ? AND id IN (?, ?) LIMIT ?',
    );
    expect(redactText('https://u:p@x.io/hooks/abcdefghijklmnop12?wait=true')).toBe(
      'https://[REDACTED]@x.io/hooks/[REDACTED]?wait=true',
    );
    expect(redactText('login failed for bob, password "a1b2", at once')).toBe(
      'login failed for bob, password "[REDACTED]", at once',
    );
  });
});
