import { expect, test } from 'vitest';
import { nearName } from './near-name.ts';

test.each([
  ['app-config', ['app-configs'], 'app-configs'],
  ['app-config', ['app-conifg', 'web-config'], 'app-conifg'],
  ['app_config', ['app-config'], 'app-config'],
  ['DATABASE-URL', ['DATABASE_URL', 'DATABASE_URI'], 'DATABASE_URL'],
  ['app-config', ['app-config-v2'], 'app-config-v2'],
  ['prod-app-config', ['app-config'], 'app-config'],
  ['app-config', ['app-config-v2', 'app-confg'], 'app-confg'],
  ['db-pw', ['db-pwd'], 'db-pwd'],
  ['app-config-1', ['app-config-3', 'app-config-2'], 'app-config-2'],
])('%s of %j is %s', (name, others, near) => expect(nearName(name, others)).toBe(near));

test.each([
  ['app-config', ['app-config']],
  ['app-config', ['web-settings', 'app-data']],
  ['db', ['dx', 'api']],
  ['redis', ['radio', 'rides']],
  ['api', ['api-config']],
  ['app-config', ['app-config-v2-eu-west']],
  ['app-config', []],
])('%s has no twin among %j', (name, others) => expect(nearName(name, others)).toBeNull());
