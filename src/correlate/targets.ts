import type { FindingCode } from '../domain/catalogue.ts';
import type { Service } from '../domain/service.ts';
import type { Sync } from './cluster-history.ts';
import type { Incidence } from './incidence.ts';
import { type Layout, layoutOf } from './layout.ts';
import { withBases } from './overlays.ts';
import { isIn, pathsOf } from './paths.ts';

/** A part of the repository whose changes may explain an incident. */
export interface Target {
  /** own: its manifests, as services.txt or the cluster says; dependency: those of what it needs; named: whatever is named after it. */
  readonly relation: 'own' | 'dependency' | 'named';
  /** For people: the service, or the workload. */
  readonly label: string;
  /** Folders end in a slash. Empty only for `named`. */
  readonly paths: readonly string[];
  /** Names a part of the path must have, in lower case; empty except for `named`. */
  readonly names: readonly string[];
  /** The branch that is really synced; null: the one the source was made for. */
  readonly branch: string | null;
  /** Something syncs it from Git: only a commit takes a change back for good. */
  readonly synced: boolean;
  /** The tag, version or commit its application stays at; null: it follows a branch, or nobody says. */
  readonly pinned: string | null;
  /** When its application last brought something; null: not told. */
  readonly syncedAt: Date | null;
  /** Revisions its application is known to have brought. */
  readonly brought: readonly string[];
  /** False: its application has not brought all that it knows of; null: it does not say. */
  readonly inSync: boolean | null;
}

const UNTOLD = { pinned: null, syncedAt: null, brought: [], inSync: null } as const;

export interface Targets {
  /** The first one is its own. Empty: nothing in this repository belongs to it, such as to a node. */
  readonly targets: readonly Target[];
  /** Where its manifests are, when they are in another repository; null else. */
  readonly elsewhere: string | null;
}

/** What services.txt says wins; then what the cluster says; then names. */
export function targetsOf(incidence: Incidence, syncs: readonly Sync[], repository: string): Targets {
  const { service, owner, faults } = incidence;
  const layout = layoutOf(incidence, syncs, repository);
  const own = ownTarget(incidence, layout);
  const needed = [...incidence.dependencies, ...incidence.shared.filter((other) => isAboutFaults(other, faults))];
  const others = [...new Set(needed)].flatMap((other) => dependencyTarget(other));
  const elsewhere = service !== null && pathsOf(service).length > 0 ? null : (layout?.elsewhere ?? null);
  const mine = own ?? (owner.namespace === null || elsewhere !== null ? null : namedTarget(incidence));
  return { targets: mine === null ? [] : [mine, ...others], elsewhere };
}

function ownTarget({ service, owner }: Incidence, layout: Layout | null): Target | null {
  const listed = service === null ? [] : withBases(pathsOf(service));
  const paths = listed.length > 0 ? narrowed(listed, layout) : (layout?.paths ?? []);
  if (paths.length === 0) return null;
  const label = service?.name ?? owner.name;
  const { branch = null, pinned = null, syncedAt = null, brought = [], inSync = null } = layout ?? {};
  return { relation: 'own', label, paths, names: [], branch, synced: true, pinned, syncedAt, brought, inSync };
}

/** What is listed, as far as it is synced: of an application that is pinned its definition, and which overlay it is where it is told. */
function narrowed(listed: readonly string[], layout: Layout | null): readonly string[] {
  if (layout === null) return listed;
  if (layout.pinned !== null) return [...new Set([...listed.filter((path) => !path.endsWith('/')), ...layout.paths])];
  return [...new Set([...listed, ...layout.paths.filter((path) => path.endsWith('/') && isIn(path, listed))])];
}

function dependencyTarget(other: Service): readonly Target[] {
  const paths = withBases(pathsOf(other));
  return paths.length === 0
    ? []
    : [{ relation: 'dependency', label: other.name, paths, names: [], branch: null, synced: true, ...UNTOLD }];
}

/** Namespaces that hold whatever there is say nothing. */
const SHARED = /^(?:default|kube-.*|system|apps?|infra(?:structure)?|monitoring)$/;

function namedTarget({ service, owner, namespaces }: Incidence): Target {
  const all = service === null ? [owner.name, ...namespaces] : [service.name, ...service.aliases, owner.name];
  const [first = '', ...others] = all.map((name) => name.toLowerCase());
  const names = [...new Set([first, ...others.filter((name) => !SHARED.test(name))])];
  const label = service?.name ?? owner.name;
  return { relation: 'named', label, paths: [], names, branch: null, synced: false, ...UNTOLD };
}

/** What serves everybody is a dependency of whoever has a fault of its kind, also where nobody listed it as one. */
const SERVES: readonly { readonly faults: readonly FindingCode[]; readonly words: RegExp }[] = [
  { faults: ['image-pull'], words: /\b(?:ecr|registry|registries|pull secrets?|image credentials?)\b/i },
  { faults: ['secret-not-syncing', 'container-config'], words: /\b(?:external[- ]secrets?|secret store|vault)\b/i },
  { faults: ['certificate-not-ready', 'certificate-expiring'], words: /\b(?:cert-manager|acme|issuer)\b/i },
  { faults: ['ingress-broken', 'endpoints-missing'], words: /\bingress\b/i },
];

/** Whether something that serves everybody may be behind it. */
export function isServed(fault: FindingCode): boolean {
  return SERVES.some(({ faults }) => faults.includes(fault));
}

function isAboutFaults({ name, aliases, purpose }: Service, faults: readonly FindingCode[]): boolean {
  const said = [name, ...aliases, purpose ?? ''].join(' ');
  return SERVES.some((one) => one.words.test(said) && one.faults.some((fault) => faults.includes(fault)));
}
