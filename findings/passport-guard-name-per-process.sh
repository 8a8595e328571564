#!/usr/bin/env bash
# @nestjs/passport 12.0.0: the class of AuthGuard('jwt') has another name in each process.
#
# Guess: its name is AuthGuard, or one that the strategy decides.
# Seen:  mixin() of @nestjs/common names the class by a random text. Within a process the guard of a strategy is one class.
#        A class that extends it has its own name, as usual.
# So logs, metrics and traces that group by the class of a guard get a new group with each start, and never two alike in a
# fleet. A subclass for each strategy gives a lasting name.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @nestjs/common@12.5.1 @nestjs/passport@12.0.0 passport@0.7.0 \
  reflect-metadata@0.2.2 rxjs@7.8.2 >/dev/null
cat >try.mjs <<'JS'
import 'reflect-metadata';
import { AuthGuard } from '@nestjs/passport';

class JwtGuard extends AuthGuard('jwt') {}
console.log(JSON.stringify({ made: AuthGuard('jwt').name, own: JwtGuard.name, same: AuthGuard('jwt') === AuthGuard('jwt') }));
JS
echo "Node $(node --version), @nestjs/passport 12.0.0, @nestjs/common 12.5.1"
one=$(node try.mjs)
two=$(node try.mjs)
printf '%s\n%s\n' "$one" "$two"
cat >compare.mjs <<'JS'
const [one, two] = process.argv.slice(2).map(text => JSON.parse(text));
const random = /^[0-9a-f]{21}$/;
console.log('random in both:', [one, two].every(({ made }) => random.test(made)), '| equal:', one.made === two.made);
console.log('own names:', one.own, two.own, '| one class in a process:', one.same && two.same);
JS
cat >expected <<'TEXT'
random in both: true | equal: false
own names: JwtGuard JwtGuard | one class in a process: true
TEXT
node compare.mjs "$one" "$two" | tee seen
diff expected seen && echo 'as described'
