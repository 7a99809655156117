// The outage of the shop with its manifests in a Git repository that needs no API: a clone on disk, or a server.
import { onTestFinished } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import type { MadeRepository, Step } from '../fakes/git/history.ts';
import { type GitServer, type GitServerSetup, gitServer } from '../fakes/git/server.ts';
import { outage } from './outage.ts';
import { beginning, cutMemory, neighbours, shopManifest } from './shop-manifests.ts';
import { listing, outageOf, wellOf } from './shops.ts';
import { world } from './world.ts';

const cartManifest = (memory: string) => shopManifest({ memory }).replaceAll('shop-api', 'shop-cart');
export const begin = beginning({ 'base-apps/shop-cart/deployment.yaml': cartManifest('512Mi') });
export const HISTORY: readonly Step[] = [begin, ...neighbours, cutMemory];

export const cutCart: Step = {
  ...cutMemory,
  commit: 'shop-cart: save memory',
  files: { 'base-apps/shop-cart/deployment.yaml': cartManifest('64Mi') },
};

export const cartIn = ({ incidents }: Report) => incidents.find(({ service }) => service === 'shop-cart');

/** The monitor with this repository and no other; the cart, which is well, can be broken between two cycles. */
export async function reading(place: string, env: Readonly<Record<string, string>> = {}) {
  const { objects = [], logs = {} } = outage();
  const all = [...objects, ...wellOf('shop-cart')];
  const services = listing([
    { name: 'shop-api', tier: 'P0' },
    { name: 'shop-cart', tier: 'P1' },
  ]);
  const w = await world({
    model: null,
    github: null,
    api: { objects: all, logs },
    env: { GIT_REPOSITORY: place, SERVICES_FILE: services, ...env },
  });
  const breakCart = () => all.splice(objects.length, all.length, ...outageOf('shop-cart'));
  return { ...w, breakCart };
}

export async function serving(made: MadeRepository, setup: Partial<GitServerSetup> = {}): Promise<GitServer> {
  const server = await gitServer({ dir: made.dir, ...setup });
  onTestFinished(() => server.close());
  return server;
}
