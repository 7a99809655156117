import type { Tier } from '../domain/service.ts';
import { databaseSign } from './databases.ts';
import { type Product, productOf } from './products.ts';
import { trialSign } from './trials.ts';

/** What the cluster shows of the workloads of one entry. */
export interface Traits {
  readonly namespace: string;
  /** Their names, and those their labels give. */
  readonly names: readonly string[];
  readonly kinds: ReadonlySet<string>;
  readonly images: readonly string[];
  /** The most that one of them wants; null where there is no such number. */
  readonly replicas: number | null;
  /** Volumes of their own, or claims they mount. */
  readonly keepsData: boolean;
  /** What leads to them from outside, such as `Ingress shop/web`. */
  readonly reachedBy: string | null;
  /** True for the controller of an IngressClass that some Ingress uses. */
  readonly ingressController: boolean;
}

export interface Guess {
  readonly tier: Tier;
  /** A sentence that follows "because". */
  readonly why: string;
  /** Why its outage is the outage of what needs it; null for most. */
  readonly dataLayer: string | null;
  /** True: that something more important needs it makes it no more important. */
  readonly settled: boolean;
}

/** How much a service seems to matter: by what it is, then by who reaches it, then by how it is run. The first sign decides. */
export function guessTier(traits: Traits): Guess {
  const database = isLasting(traits) ? firstSign(traits) : null;
  const settled = (tier: Tier, why: string): Guess => ({ tier, why, dataLayer: database, settled: true });
  const open = (tier: Tier, why: string): Guess => ({ tier, why, dataLayer: database, settled: false });

  const { replicas, reachedBy } = traits;
  const trial = trialSign(traits.namespace, traits.names);
  if (replicas === 0) return settled('P3', 'it is switched off: no replicas are wanted, or it is suspended');
  if (trial !== null) return settled('P3', `it ${trial}`);
  if (traits.ingressController) return settled('P0', 'the Ingresses of this cluster are served by it');
  const product = known(traits);
  if (product !== null) return settled(product.tier, `it ${product.does}, by its name or image`);
  if (!isLasting(traits)) return traits.kinds.has('CronJob') ? open('P2', ON_SCHEDULE) : open('P3', BARE);
  if (database !== null) return open('P1', `it ${database}: others need what it keeps`);
  if (reachedBy !== null) {
    return several(replicas)
      ? open('P0', `${reachedBy} leads to it from outside, and it runs ${replicas} replicas`)
      : open('P1', `${reachedBy} leads to it from outside`);
  }
  if (traits.namespace === 'kube-system') return settled('P1', 'it is part of the cluster itself');
  if (traits.keepsData) return open('P1', 'it keeps data on a volume');
  if (several(replicas)) return open('P1', `it runs ${replicas} replicas: somebody wants it to stay up`);
  if (traits.kinds.has('DaemonSet')) return open('P2', 'it runs on every node, and nothing leads to it from outside');
  return open('P2', 'nothing leads to it from outside, and it runs once and keeps nothing');
}

const ON_SCHEDULE = 'it is a job on a schedule';
const BARE = 'it is a pod that nothing would start again';

/** What keeps running. */
const LASTING = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'] as const;

function isLasting({ kinds }: Traits): boolean {
  return LASTING.some((kind) => kinds.has(kind));
}

function several(replicas: number | null): boolean {
  return replicas !== null && replicas >= 2;
}

function firstSign({ names, images }: Traits): string | null {
  return databaseSign(names[0] ?? '', images);
}

/** A job of a product's (its backup, its clean-up) is not the product. */
function known(traits: Traits): Product | null {
  return isLasting(traits) ? productOf(traits.names, traits.images) : null;
}
