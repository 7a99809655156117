// ConfigMaps and Leases as an API server keeps them: replaced only at their resourceVersion, never too large; made by a PUT only if allowed.
import type { IncomingMessage } from 'node:http';

export interface FakeObject {
  apiVersion: string;
  kind: 'ConfigMap' | 'Lease';
  metadata: { name: string; namespace: string; resourceVersion: string; [more: string]: unknown };
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
  spec?: Record<string, unknown>;
}

type Answer = [status: number, body: string];

export interface FakeObjects {
  /** A copy of one as it is now; throws when there is none. */
  readonly read: (name: string, kind?: FakeObject['kind']) => FakeObject;
  /** Somebody else writes: whoever has read it before meets a conflict. */
  readonly change: (name: string, change: (object: FakeObject) => void, kind?: FakeObject['kind']) => void;
  readonly remove: (name: string, kind?: FakeObject['kind']) => void;
  /** From now on the role lets a PUT make the Lease. */
  readonly letMakeLease: () => void;
  /** What the server says; null when the path is none of a ConfigMap or Lease. `dryRun`: nothing of it is kept. */
  readonly answer: (
    method: string,
    path: string,
    contentType: string | undefined,
    body: string,
    dryRun?: boolean,
  ) => Answer | null;
}

const KINDS = {
  ConfigMap: { root: 'api/v1', plural: 'configmaps' },
  Lease: { root: 'apis/coordination.k8s.io/v1', plural: 'leases' },
} as const;
const PATH = /^\/(api\/v1|apis\/coordination\.k8s\.io\/v1)\/namespaces\/([^/]+)\/(configmaps|leases)(?:\/([^/]+))?$/;
/** Raw bytes of all values of a ConfigMap together. */
const LARGEST = 1 << 20;
const MICRO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$/;

/** Empty ones, as the manifests create them. */
export function fakeObjects(
  namespace: string,
  names: { readonly configMaps: readonly string[]; readonly lease: string },
): FakeObjects {
  let version = 100;
  const next = () => {
    version += 1;
    return String(version);
  };
  let makesLease = false;
  const stored = new Map<string, FakeObject>();
  const key = (kind: FakeObject['kind'], name: string) => `${kind}/${namespace}/${name}`;
  const put = (object: FakeObject) => stored.set(key(object.kind, object.metadata.name), object);
  const made = (kind: FakeObject['kind'], name: string): FakeObject => ({
    apiVersion: KINDS[kind].root.replace(/^apis?\//, ''),
    kind,
    metadata: { name, namespace, resourceVersion: next() },
  });
  for (const name of names.configMaps) put(made('ConfigMap', name));
  put({ ...made('Lease', names.lease), spec: {} });

  const read = (name: string, kind: FakeObject['kind'] = 'ConfigMap'): FakeObject => {
    const found = stored.get(key(kind, name));
    if (found === undefined) throw new Error(`the fake has no ${kind} ${name}`);
    return structuredClone(found);
  };

  /** A Lease may be made by a PUT, which carries no version then. */
  const putNew = (name: string, body: string): Answer | null => {
    if (!makesLease) return [403, refusal(403, 'Forbidden', `leases "${name}" is forbidden: cannot create`)];
    const sent = JSON.parse(body) as FakeObject;
    if (sent.metadata.resourceVersion !== undefined) return null;
    const made = { ...sent, metadata: { ...sent.metadata, resourceVersion: next() } };
    put(made);
    return [201, JSON.stringify(made)];
  };

  const putOver = (found: FakeObject, contentType: string | undefined, body: string): Answer => {
    if (contentType !== 'application/json') return [415, refusal(415, 'UnsupportedMediaType', `not ${contentType}`)];
    const sent = JSON.parse(body) as FakeObject;
    const fault = faultOf(sent, found, KINDS[found.kind].plural);
    if (fault !== null) return fault;
    const kept = { ...sent, metadata: { ...sent.metadata, resourceVersion: next() } };
    put(kept);
    return [200, JSON.stringify(kept)];
  };

  const answer = (method: string, path: string, contentType: string | undefined, body: string): Answer | null => {
    const [, root, wanted, plural, name] = PATH.exec(path) ?? [];
    const kind = plural === 'leases' ? 'Lease' : 'ConfigMap';
    if (root !== KINDS[kind].root || plural !== KINDS[kind].plural || wanted !== namespace) return null;
    if (method === 'POST' || name === undefined)
      return [
        403,
        refusal(403, 'Forbidden', `${plural} is forbidden: User "tester" cannot create resource "${plural}"`),
      ];
    const found = stored.get(key(kind, decodeURIComponent(name)));
    const made = method === 'PUT' && found === undefined && kind === 'Lease' ? putNew(name, body) : null;
    if (made !== null) return made;
    if (found === undefined) return [404, refusal(404, 'NotFound', `${plural} "${name}" not found`)];
    if (method === 'GET') return [200, JSON.stringify(found)];
    if (method !== 'PUT') return [405, refusal(405, 'MethodNotAllowed', `${method} is not known to this fake`)];
    return putOver(found, contentType, body);
  };

  return {
    read,
    change: (name, change, kind = 'ConfigMap') => {
      const object = read(name, kind);
      change(object);
      object.metadata.resourceVersion = next();
      put(object);
    },
    remove: (name, kind = 'ConfigMap') => stored.delete(key(kind, name)),
    letMakeLease: () => {
      makesLease = true;
    },
    answer: (method, path, contentType, body, dryRun = false) => {
      const before = { stored: new Map(stored), version };
      const said = answer(method, path, contentType, body);
      if (!dryRun || said === null) return said;
      stored.clear();
      for (const [name, object] of before.stored) stored.set(name, object);
      version = before.version;
      // What is made as a dry run has no version.
      return said[0] === 201 ? [201, said[1].replace(/,?"resourceVersion":"\d+"/, '')] : said;
    },
  };
}

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function faultOf(sent: FakeObject, found: FakeObject, plural: string): Answer | null {
  const { name } = found.metadata;
  const invalid = (why: string): Answer => [422, refusal(422, 'Invalid', `${sent.kind} "${name}" is invalid: ${why}`)];
  if (sent.kind !== found.kind || sent.metadata.name !== name) {
    return [
      400,
      refusal(
        400,
        'BadRequest',
        `the name of the object (${sent.metadata.name}) does not match the name on the URL (${name})`,
      ),
    ];
  }
  const times = [sent.spec?.['renewTime'], sent.spec?.['acquireTime']].filter((time) => time != null);
  const bad = times.find((time) => typeof time !== 'string' || !MICRO_TIME.test(time));
  if (bad !== undefined) {
    const why = `Lease in version "v1" cannot be handled as a Lease: parsing time ${JSON.stringify(bad)}`;
    return [400, refusal(400, 'BadRequest', why)];
  }
  if (sent.kind === 'Lease' && sent.metadata.resourceVersion === undefined)
    return invalid('metadata.resourceVersion: Invalid value: 0: must be specified for an update');
  if (sent.metadata.resourceVersion !== found.metadata.resourceVersion) {
    const why = 'the object has been modified; please apply your changes to the latest version and try again';
    return [409, refusal(409, 'Conflict', `Operation cannot be fulfilled on ${plural} "${name}": ${why}`)];
  }
  const seconds = sent.spec?.['leaseDurationSeconds'];
  if (seconds != null && !(Number.isInteger(seconds) && Number(seconds) > 0))
    return invalid('spec.leaseDurationSeconds: Invalid value: must be greater than 0');
  const keys = [...Object.keys(sent.data ?? {}), ...Object.keys(sent.binaryData ?? {})];
  const badKey = keys.find((one) => !/^[-._a-zA-Z0-9]{1,253}$/.test(one) || one === '.' || one.startsWith('..'));
  if (badKey !== undefined)
    return invalid(
      `data[${badKey}]: Invalid value: "${badKey}": a valid config key must consist of alphanumeric characters, '-', '_' or '.'`,
    );
  return sizeOf(sent) > LARGEST ? invalid(`[]: Too long: may not be more than ${LARGEST} bytes`) : null;
}

/** As the real one counts: values only, unpacked from base64. */
export function sizeOf({ data = {}, binaryData = {} }: Pick<FakeObject, 'data' | 'binaryData'>): number {
  const texts = Object.values(data).map((text) => Buffer.byteLength(text));
  const bytes = Object.values(binaryData).map((text) => Buffer.from(text, 'base64').length);
  return [...texts, ...bytes].reduce((sum, size) => sum + size, 0);
}

function refusal(code: number, reason: string, message: string): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code });
}
