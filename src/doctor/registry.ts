import type { Check } from './check.ts';
import { agents } from './checks/agents.ts';
import { api } from './checks/api.ts';
import { clock } from './checks/clock.ts';
import { cycle } from './checks/cycle.ts';
import { extras } from './checks/extras.ts';
import { git } from './checks/git.ts';
import { github } from './checks/github.ts';
import { heartbeat } from './checks/heartbeat.ts';
import { kinds } from './checks/kinds.ts';
import { key, models } from './checks/model.ts';
import { permissions } from './checks/permissions.ts';
import { price } from './checks/price.ts';
import { build, node } from './checks/program.ts';
import { routes } from './checks/routes.ts';
import { services } from './checks/services.ts';
import { settings } from './checks/settings.ts';
import { sinks } from './checks/sinks.ts';
import { channels, scopes, slack } from './checks/slack.ts';
import { configMaps, folder } from './checks/state.ts';
import { volumes } from './checks/volumes.ts';

/** All checks, in the order in which they are told and mended: what others wait for stands before them. */
export const CHECKS: readonly Check[] = [
  node,
  build,
  settings,
  services,
  routes,
  agents,
  api,
  clock,
  permissions,
  extras,
  kinds,
  volumes,
  slack,
  scopes,
  channels,
  sinks,
  folder,
  configMaps,
  cycle,
  heartbeat,
  github,
  git,
  key,
  models,
  price,
];
