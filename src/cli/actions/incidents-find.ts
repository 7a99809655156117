import type { LedgerIncident } from '../../domain/ledger.ts';
import type { Parsed } from '../order-flags.ts';
import { listed } from '../report/words.ts';
import { type ClusterState, clusterNames } from './incidents-state.ts';

export interface FoundIncident {
  readonly state: ClusterState;
  readonly incident: LedgerIncident;
}

const MOST_NAMED = 6;
const NO_CYCLE = 'no cycle has run here yet: `k8s-monitor run --once` runs the first';

/**
 * The incident somebody means: by its id, the end of it (`001`) or its beginning. What is open goes before what is over; where several
 * are left, they are named.
 */
export function findIncident(states: readonly ClusterState[], which: string): Parsed<FoundIncident> {
  if (states.length === 0) return { fault: NO_CYCLE };
  const wanted = which.trim().toUpperCase();
  const all = states.flatMap((state) => state.ledger.incidents.map((incident) => ({ state, incident })));
  const tests = [
    (id: string) => id === wanted,
    (id: string) => wanted !== '' && (id.endsWith(wanted) || id.startsWith(wanted)),
  ];
  for (const test of tests) {
    const matching = all.filter(({ incident }) => test(incident.id));
    const open = matching.filter(isOpen);
    const found = open.length > 0 ? open : matching;
    const [first] = found;
    if (first !== undefined) return found.length === 1 ? { value: first } : { fault: severalText(which, found) };
  }
  return { fault: `no incident is called "${which}"; ${openText(all.filter(isOpen))}` };
}

function isOpen({ incident }: FoundIncident): boolean {
  return incident.status === 'open';
}

function severalText(which: string, found: readonly FoundIncident[]): string {
  const ids = new Set(found.map(({ incident }) => incident.id));
  const several = new Set(found.map(({ state }) => state)).size > 1;
  const names = found.map(({ state, incident }) =>
    several ? `${incident.id} in ${state.ledger.cluster.name}` : incident.id,
  );
  const mend = ids.size === 1 ? `add --cluster: ${clusterNames(found.map(({ state }) => state))}` : 'write more of it';
  return `"${which}" may be ${listed(names, MOST_NAMED)}; ${mend}`;
}

function openText(open: readonly FoundIncident[]): string {
  if (open.length === 0) return 'nothing is open, and `k8s-monitor incidents list --all` shows what was';
  const names = open.map(({ incident }) => incident.id);
  return `open: ${listed([...new Set(names)], MOST_NAMED)}`;
}

/** The one cluster an order is for. */
export function onlyState(states: readonly ClusterState[]): Parsed<ClusterState> {
  const [first] = states;
  if (first === undefined) return { fault: NO_CYCLE };
  if (states.length === 1) return { value: first };
  return { fault: `it has to be said for which cluster: add --cluster (${clusterNames(states)})` };
}
