import { expect, it } from 'vitest';
import { withoutCredentials } from './masked.ts';

const PASSWORD = ['hun', 'ter2', 'Xy9Qz'].join('');

it.each([
  [`https://me:${PASSWORD}@host.example/x`, 'https://***@host.example/x'],
  [`https://${PASSWORD}@host.example/x`, 'https://***@host.example/x'],
  [`http://host.example/v1?key=${PASSWORD}&region=eu`, 'http://host.example/v1?key=***&region=***'],
  [`http://host.example/v1#${PASSWORD}`, 'http://host.example/v1#***'],
  [`ssh://me:${PASSWORD}@host.example/x.git`, 'ssh://***@host.example/x.git'],
])('%s loses what opens a door', (text, shown) => {
  expect(withoutCredentials(text)).toBe(shown);
});

it('a password with a slash in it is gone too', () => {
  expect(withoutCredentials(`https://me:a/${PASSWORD}@host.example/x`)).not.toContain(PASSWORD);
});

it.each([
  'https://host.example:8443/a/b',
  'ssh://git@host.example/x.git',
  'git@host.example:acme/x.git',
  '/etc/k8s-monitor/services.txt',
  'configmap:k8s-monitor/state',
  '#infrastructure-alerts',
])('%s stays as it is', (text) => {
  expect(withoutCredentials(text)).toBe(text);
});
