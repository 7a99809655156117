import { CONTAINERS } from './catalogue/containers.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';
import { JOBS } from './catalogue/jobs.ts';
import { NETWORK } from './catalogue/network.ts';
import { NODES } from './catalogue/nodes.ts';
import { PLATFORM } from './catalogue/platform.ts';
import { PODS } from './catalogue/pods.ts';
import { SCALING } from './catalogue/scaling.ts';
import { STORAGE } from './catalogue/storage.ts';
import { WORKLOADS } from './catalogue/workloads.ts';

export type { CatalogueEntry } from './catalogue/entry.ts';

/** Every finding there is: code → sentence, class, and how the rules may reason about it. */
export const CATALOGUE = {
  ...CONTAINERS,
  ...PODS,
  ...WORKLOADS,
  ...JOBS,
  ...NETWORK,
  ...STORAGE,
  ...SCALING,
  ...NODES,
  ...PLATFORM,
} as const satisfies Record<string, CatalogueEntry>;

export type FindingCode = keyof typeof CATALOGUE;

export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(CATALOGUE, text);
}

type Placeholder<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

/** The parameters the sentence of a code needs: forgetting one is a type error. */
export type SentenceParams<C extends FindingCode> = {
  readonly [P in Placeholder<(typeof CATALOGUE)[C]['sentence']>]: string | number;
};

/** Fills the sentence of a code. */
export function sentence<C extends FindingCode>(code: C, params: SentenceParams<C>): string {
  const values = new Map<string, string | number>(Object.entries(params));
  return CATALOGUE[code].sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(values.get(name) ?? hole));
}
