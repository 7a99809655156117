import { isIP } from 'node:net';
import type { Known } from './grounding-known.ts';

/** Whether a text holds nothing but what was given or fetched: the first thing it names that was not, or null. */
export type Check = (text: string, known: Known) => string | null;

const TOKEN = /[\p{L}\p{N}_][\p{L}\p{N}_./-]*/gu;
const KINDS = new Set(
  'pod po deployment deploy statefulset sts daemonset ds replicaset rs job cronjob cj service svc ingress ing node namespace ns configmap cm secret pvc persistentvolumeclaim pv persistentvolume hpa horizontalpodautoscaler certificate externalsecret rollout application endpoints endpointslice networkpolicy storageclass serviceaccount container workload'.split(
    ' ',
  ),
);
const PAIRS = new Set(
  'and/or read/write readiness/liveness liveness/readiness cpu/memory memory/cpu client/server start/stop requests/limits ci/cd tcp/ip'.split(
    ' ',
  ),
);
const API_VERSION = /^(?:[a-z][a-z.]*\/)?v\d+(?:(?:alpha|beta)\d+)?$/;
/** Fields of Kubernetes and names of products that look like host names. */
const FIELD = /^(?:spec|status|metadata|resources|limits|requests)\.[a-zA-Z.]+$/;
const PRODUCT = /^(?:node|next|vue|express)\.js$/i;
const TOP_LEVEL = /\.(?:com|net|org|io|dev|app|ai|co|sh|me|xyz|info|cloud|local|internal)$/i;
/** Words with a hyphen and a digit that name nothing: ranges, dates, measures, encodings, tiers. */
const HARMLESS: readonly RegExp[] = [
  /^\d[\d.]*(?:-\d[\d.]*)+(?:[a-z]{1,4}|T\d\S*)?$/i,
  /^\d[\d.]*-(?:second|sec|minute|min|hour|hr|day|week|month|node|pod|replica|bit|byte|core|cpu|line|time|step|Mi|Gi|MiB|GiB|MB|GB)s?$/i,
  /^(?:utf|sha|http|tls|ipv|x86|exit|code|error|tier|step|phase|sev|pre|post|non)-?\d+(?:-\d+)?$/i,
  /^(?:non-)?p[0-3](?:-[a-z]+)*$/i,
];

/** Objects, files, hosts and anything else with the look of a name. */
export const unknownName: Check = (text, known) => {
  for (const [found] of text.matchAll(TOKEN)) {
    const token = found.replace(/[./-]+$/, '');
    const bad = token.includes('/') ? unknownPath(token, known) : unknownToken(token, known);
    if (bad !== null) return bad;
  }
  return unknownQuoted(text, known) ?? unknownCalled(text, known);
};

function unknownPath(token: string, known: Known): string | null {
  if (known.has(token) || PAIRS.has(token.toLowerCase()) || API_VERSION.test(token) || /^[\d/.]+$/.test(token))
    return null;
  const [first = '', ...rest] = token.split('/').filter((part) => part !== '');
  const kind = KINDS.has(first.toLowerCase().replace(/s$/, '')) || KINDS.has(first.toLowerCase());
  if (kind || /^[A-Z][a-z]+[A-Za-z]*$/.test(first)) return rest.every((part) => known.has(part)) ? null : token;
  const looksNamed = rest.length > 1 || /[-.\d_]/.test(token) || known.namespaces.has(first.toLowerCase());
  return looksNamed && ![first, ...rest].every((part) => known.has(part)) ? token : null;
}

function unknownToken(token: string, known: Known): string | null {
  if (known.has(token)) return null;
  if (/\.\p{L}[\p{L}\p{N}-]+$/u.test(token)) {
    const isField = FIELD.test(token) && !TOP_LEVEL.test(token);
    return isField || PRODUCT.test(token) ? null : token;
  }
  if (!/-/.test(token) || !/\p{N}/u.test(token)) return null;
  return HARMLESS.some((pattern) => pattern.test(token)) ? null : token;
}

/** What stands in quotes or backticks is quoted: from what was given, or from nowhere. */
function unknownQuoted(text: string, known: Known): string | null {
  for (const [, quoted = ''] of text.matchAll(/`([^`]{1,400})`/g)) if (!known.has(quoted.trim())) return quoted;
  for (const [, a, b] of text.matchAll(/["“]([^\s"“”]{2,100})["”]|(?<![\p{L}\p{N}])['‘]([^\s'‘’]{2,100})['’]/gu)) {
    const quoted = (a ?? b ?? '').replace(/[.,;:!?]+$/, '');
    if (/^[\p{L}\p{N}][\p{L}\p{N}_./:-]+$/u.test(quoted) && !known.has(quoted)) return quoted;
  }
  return null;
}

function unknownCalled(text: string, known: Known): string | null {
  for (const [, kind = '', name = ''] of text.matchAll(/([a-z]+) (?:named|called) ([\p{L}\p{N}-]+)/giu))
    if (KINDS.has(kind.toLowerCase().replace(/s$/, '')) && !known.has(name)) return name;
  return null;
}

/** Commits come from the list of changes or from the GitHub tools; a tag or digest of an image also from a fact. */
export const unknownSha: Check = (text, known) => {
  for (const [sha] of text.matchAll(/(?<![\p{L}\p{N}_-])[0-9a-f]{7,64}(?![\p{L}\p{N}_-])/giu))
    if (!/^\d{7,39}$/.test(sha) && !known.hasSha(sha)) return sha;
  for (const [, sha = ''] of text.matchAll(/\b(?:commits?|revisions?|sha) #?(\d{7,40})\b/gi))
    if (!known.hasSha(sha)) return sha;
  return null;
};

export const unknownAddress: Check = (text, known) => {
  for (const [found] of text.matchAll(/[0-9a-f:.]{3,45}/gi)) {
    const address = found.replace(/\.+$/, '').replace(/^([\d.]+):\d+$/, '$1');
    if (isIP(address) !== 0 && !known.has(address)) return address;
  }
  return null;
};

/** An id inside a sentence counts as a citation too. */
export const unknownId: Check = (text, known) => {
  for (const [id] of text.matchAll(/\b(?:[ETC]\d{1,3}|L[1-35689]\d?)\b/g)) if (!known.ids.has(id)) return id;
  return null;
};
