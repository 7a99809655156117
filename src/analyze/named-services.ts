import type { FindingCode } from '../domain/catalogue.ts';
import type { Trouble } from '../domain/incident.ts';
import { type ObjectRef, refText } from '../domain/object-ref.ts';
import { behindService } from './behind-service.ts';
import { addressesIn, serviceAt } from './detectors/lib/network-names.ts';
import { clip } from './detectors/lib/words.ts';
import type { Scene } from './view.ts';

/** Where traces, metrics and logs are sent to: who cannot reach it goes on all the same. */
const TELEMETRY = /OTEL|OTLP|TRAC|JAEGER|ZIPKIN|METRIC|STATSD|SENTRY|TELEMETRY|LOKI|PYROSCOPE|LOG(GING)?_/i;

/** Findings on a Service itself that keep its clients out. */
const CLOSED: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'endpoints-unmatched',
  'service-missing',
  'port-unserved',
  'policy-blocks',
]);
/** Its Service has this name whatever the program is. */
const DNS = { kind: 'Service', namespace: 'kube-system', name: 'kube-dns' };

/** A trouble that has in its variables the address of a Service that lets nobody in, or behind which nothing works any more. */
export interface Named {
  readonly effect: Trouble;
  readonly cause: Trouble;
  /** `orders names service postgres in DATABASE_URL`. */
  readonly why: string;
  /** A wrong setting has no time in the API: only its first sight is known. */
  readonly undated: boolean;
}

/** What fails together with a Service that it needs: nobody has to list what the manifests say themselves. */
export function namedServices(scene: Scene, troubles: readonly Trouble[]): readonly Named[] {
  const failing = troubles.filter(({ state }) => state === 'down' || state === 'degraded');
  const causes: Causes = { byObject: troublesByObject(failing), closed: closedServices(troubles) };
  if (failing.length === 0 || failing.length + causes.closed.size < 2) return [];
  const found: Named[] = [];
  const undated = ({ findings }: Trouble) => findings.every(({ since }) => since >= scene.view.now);
  const behind = new Map<string, Trouble | null>();
  for (const naming of addressesIn(scene.view)) {
    const effect = causes.byObject.get(refText(naming.user));
    const target = effect === undefined || TELEMETRY.test(naming.words) ? null : serviceAt(naming);
    if (effect === undefined || target === null) continue;
    const service = { kind: 'Service', ...target };
    const key = refText(service);
    const known = behind.get(key);
    const cause = known === undefined ? lost(scene, causes, service) : known;
    behind.set(key, cause);
    if (cause === null || cause === effect) continue;
    const why = `${naming.user.name} names service ${target.name} in ${clip(naming.words, 80)}`;
    found.push({ effect, cause, why, undated: undated(cause) });
  }
  const dns = lost(scene, causes, DNS);
  if (dns === null) return found;
  const why = `nobody finds a service by its name while ${dns.root.name} is down`;
  const others = failing.filter((effect) => effect !== dns && effect.root.kind !== 'Node');
  return [...found, ...others.map((effect) => ({ effect, cause: dns, why, undated: undated(dns) }))];
}

interface Causes {
  readonly byObject: ReadonlyMap<string, Trouble>;
  readonly closed: ReadonlyMap<string, Trouble>;
}

/** The trouble of the Service itself, or of all that is behind it. */
function lost(scene: Scene, { byObject, closed }: Causes, service: ObjectRef): Trouble | null {
  const own = closed.get(refText(service));
  if (own !== undefined) return own;
  const [first, ...others] = behindService(scene, service.namespace, service.name).map((ref) =>
    byObject.get(refText(ref)),
  );
  return first?.state === 'down' && others.every((t) => t === first) ? first : null;
}

function closedServices(troubles: readonly Trouble[]): ReadonlyMap<string, Trouble> {
  return new Map(
    troubles.flatMap((trouble) =>
      trouble.findings.flatMap(({ code, subject }) => (CLOSED.has(code) ? [[refText(subject), trouble] as const] : [])),
    ),
  );
}

/** Workloads and Services that a trouble is about. */
function troublesByObject(troubles: readonly Trouble[]): ReadonlyMap<string, Trouble> {
  const byObject = new Map<string, Trouble>();
  for (const trouble of troubles) {
    for (const { owner, subject } of trouble.findings) {
      for (const ref of [owner, subject]) if (!byObject.has(refText(ref))) byObject.set(refText(ref), trouble);
    }
  }
  return byObject;
}
