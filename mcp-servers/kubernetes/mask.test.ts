import { expect, test } from 'vitest';
import { shownCommand, shownValue } from './mask.ts';

test.each([
  ['DB_PASSWORD', 'blue', '[redacted: password]'],
  ['STRIPE_SECRET', 'blue', '[redacted: secret]'],
  ['NPM_TOKEN', 'x', '[redacted: token]'],
  ['OPAQUE', 'q7Z81aBcDeF09xYz', '[redacted: value]'],
  ['NOTES', 'password: blue', 'password: [redacted: password]'],
  ['MYSQL_ALLOW_EMPTY_PASSWORD', 'yes', 'yes'],
  ['DB_PASSWORD', '$(FROM_ELSEWHERE)', '$(FROM_ELSEWHERE)'],
  ['LOG_LEVEL', 'debug', 'debug'],
  ['IMAGE_SHA256', '4fa1b2c3d4e5f60718293a4b5c6d7e8f', '4fa1b2c3d4e5f60718293a4b5c6d7e8f'],
  ['EMPTY', '', ''],
])('%s=%s', (name, value, expected) => {
  expect(shownValue(name, value)).toBe(expected);
});

test.each([
  [['--user', 'root', '--password', 'blue'], '--user root --password [redacted: password]'],
  [['--token=blue', '--port=80'], '--token=[redacted: token] --port=80'],
  [['sh', '-c', 'mysql -uroot -pblue1234 shop'], 'sh -c mysql -uroot -p[redacted: password] shop'],
  [['q7Z81aBcDeF09xYz'], '[redacted: value]'],
  [['--no-password', '--verbose'], '--no-password --verbose'],
  [['-p', 'Winter2026'], '-p [redacted: password]'],
  [['/usr/bin/mysqladmin', 'ping', '-pblue'], '/usr/bin/mysqladmin ping -p[redacted: password]'],
  [['-pWinter2026', '-port8080', '-p8080'], '-p[redacted: password] -port8080 -p8080'],
  [['redis-cli', '-a', 'blue', 'ping'], 'redis-cli -a [redacted: password] ping'],
  [['ldapwhoami', '-w', 'blue'], 'ldapwhoami -w [redacted: password]'],
  [['sqlcmd', '-U', 'sa', '-P', 'a blue one'], 'sqlcmd -U sa -P [redacted: password]'],
  [['curl', '-u', 'bob:blue', '--user=bob:blue'], 'curl -u bob:[redacted: password] --user=bob:[redacted: password]'],
  [
    ['--set', 'db.password=blue', '--set=db.password=blue'],
    /^--set db.password=\[redacted: password\] --set=db.password=\[/,
  ],
  [['-Dapp.password=blue'], '-Dapp.password=[redacted: password]'],
  [['agent', '-t', 'Winter2026'], 'agent -t [redacted: password]'],
  [['ssh', '-p', '2222'], 'ssh -p 2222'],
  [['run', '-p', '127.0.0.1:80:80', '-p', '/data', '-p', 'udp'], 'run -p 127.0.0.1:80:80 -p /data -p udp'],
  [['mkdir', '-p', 'cache'], 'mkdir -p cache'],
  [['run', '--user', '1000:1000', '-n', 'shop'], 'run --user 1000:1000 -n shop'],
])('%j', (items, expected) => {
  expect(shownCommand(items)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
});

test('arguments are read with the command they belong to', () => {
  expect(shownCommand(['-a', 'blue'], ['/bin/redis-cli'])).toBe('-a [redacted: password]');
  expect(shownCommand(['-a', 'blue'], ['/bin/ls'])).toBe('-a blue');
});
