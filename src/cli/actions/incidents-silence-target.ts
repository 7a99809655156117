import { didYouMean } from '../../config/suggest.ts';
import type { Silence } from '../../domain/orders.ts';
import type { Service } from '../../domain/service.ts';
import { SEVERITIES } from '../../domain/severity.ts';
import { type Parsed, typed } from '../order-flags.ts';
import { listed } from '../report/words.ts';
import { parseSeverity } from '../run-flags.ts';
import { findIncident, onlyState } from './incidents-find.ts';
import type { ClusterState } from './incidents-state.ts';

export interface SilenceTarget {
  readonly state: ClusterState;
  readonly matches: readonly Silence['match'][];
}

interface TargetFlags {
  readonly fingerprint?: string;
  readonly service?: string;
  readonly severity?: string;
}

const HOW = 'say what is silenced: an incident, --service, --severity or --fingerprint';

/** What somebody wants to hear nothing of: an incident with all that is in it now, or one of three properties. */
export function silenceTarget(
  which: string | undefined,
  { fingerprint, service, severity }: TargetFlags,
  states: readonly ClusterState[],
  services: readonly Service[],
): Parsed<SilenceTarget> {
  const given = [which, fingerprint, service, severity].filter((each) => each !== undefined);
  if (given.length !== 1) return { fault: given.length === 0 ? HOW : `${HOW}; only one of them` };
  if (which !== undefined) return ofIncident(which, states);
  const state = onlyState(states);
  if ('fault' in state) return state;
  const match =
    service !== undefined
      ? byService(service, services, state.value)
      : severity !== undefined
        ? bySeverity(severity)
        : byFingerprint(fingerprint);
  if ('fault' in match) return match;
  return { value: { state: state.value, matches: [match.value] } };
}

/** Each part of it on its own, so that another service that joins is told. */
function ofIncident(which: string, states: readonly ClusterState[]): Parsed<SilenceTarget> {
  const found = findIncident(states, which);
  if ('fault' in found) return found;
  const { state, incident } = found.value;
  if (incident.status === 'resolved') return { fault: `${incident.id} is over: there is nothing to silence` };
  const keys = new Set([incident.key, ...incident.members.map(({ key }) => key)]);
  return { value: { state, matches: [...keys].map((key) => ({ fingerprint: key })) } };
}

const MOST_NAMED = 12;

/** A name nobody knows would silence nothing, and nobody would notice. */
function byService(name: string, services: readonly Service[], { ledger }: ClusterState): Parsed<Silence['match']> {
  const wanted = name.toLowerCase();
  const listedOne = services.find((s) => [s.name, ...s.aliases].some((each) => each.toLowerCase() === wanted));
  const met = ledger.incidents.flatMap((i) => i.members.map(({ service }) => service)).filter((s) => s !== null);
  const known = [...new Set([...services.map((s) => s.name), ...Object.keys(ledger.seen), ...met])];
  const service = listedOne?.name ?? known.find((each) => each.toLowerCase() === wanted);
  if (service !== undefined) return { value: { service } };
  return {
    fault: `no service is called "${name}"${didYouMean(name, known) || `; known: ${listed(known, MOST_NAMED)}`}`,
  };
}

function bySeverity(text: string): Parsed<Silence['match']> {
  const severity = parseSeverity(text);
  if (severity !== null) return { value: { severity } };
  return { fault: `--severity takes one of ${SEVERITIES.join(', ')}, not "${text}"` };
}

/** `service:mysql`, `object:Node//worker-1`, `oom-killed|Deployment|shop|api|app`: always with one of these signs. */
function byFingerprint(text: string | undefined): Parsed<Silence['match']> {
  const fingerprint = typed(text, '--fingerprint');
  if ('fault' in fingerprint) return fingerprint;
  if (/[:|]/.test(fingerprint.value)) return { value: { fingerprint: fingerprint.value } };
  return {
    fault: `--fingerprint takes the key of a part, or a finding's fingerprint, as \`incidents show\` names them, not "${text}"`,
  };
}
