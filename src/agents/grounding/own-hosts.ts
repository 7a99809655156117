import { refText } from '../../domain/object-ref.ts';
import type { Brief } from '../brief.ts';

const HOST = /(?<![\p{L}\p{N}_.-])(?:[\p{L}\p{N}][\p{L}\p{N}-]*\.)+\p{L}[\p{L}\p{N}-]+/gu;
/** `Pod/shop/api spec.containers[app].image = registry.example/shop`: a field whose value is a host or has one. */
const HOST_FIELD = /^\S+ \S*\b(?:image|imageID|hosts?|hostname|nodeName|dnsNames|commonName)(?:\[\d*\])? = (.*)$/s;
/** The rules make these messages of names and hosts only. */
const OWN_MESSAGES: readonly string[] = ['ingress-broken', 'service-missing'];
/** A whole line of a patch, so that no comment can name a registry. */
const IMAGE_LINE = /^[-+ ]\s*(?:- )?image:\s*["']?([^\s"'#]+)["']?\s*$/gm;

/**
 * Hosts that a model may name, from where nobody outside writes: the operator's words on the service, names of objects, and fields that
 * hold a host or an image. What logs, messages and annotations say of hosts may be an invitation.
 */
export function ownHosts({ service, facts, findings, changes, affected }: Brief): ReadonlySet<string> {
  const operator =
    service === null
      ? []
      : [
          service.name,
          service.purpose ?? '',
          service.healthCheck ?? '',
          ...service.knownIssues,
          ...service.dependencies,
          ...service.dependents,
        ];
  const objects = [...findings, ...facts].flatMap(({ object }) => (object === null ? [] : [refText(object)]));
  const fields = facts.flatMap(({ id, text }) => (id.startsWith('E') ? (HOST_FIELD.exec(text)?.[1] ?? []) : []));
  const messages = findings.flatMap(({ code, message }) => (OWN_MESSAGES.includes(code) ? [message] : []));
  const images = changes.flatMap(({ files }) =>
    files.flatMap(({ patch }) => [...(patch ?? '').matchAll(IMAGE_LINE)].map(([, image = '']) => image)),
  );
  const texts = [...operator, ...affected, ...objects, ...fields, ...messages, ...images];
  return new Set(texts.flatMap((text) => [...text.matchAll(HOST)].map(([host]) => host.toLowerCase())));
}
