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
])('%j', (items, expected) => {
  expect(shownCommand(items)).toBe(expected);
});
