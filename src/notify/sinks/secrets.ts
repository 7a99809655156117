import { ConfigError, messageOf } from '../../platform/errors.ts';
import { isSecretName, looksLikeToken, tokensOf } from '../../platform/redact/own-tokens.ts';
import { redact } from '../../platform/redact/redact.ts';
import { scrubExact } from '../../platform/redact/scrub.ts';
import type { Delivery, Sink } from '../sink.ts';
import { failed, type SecretOf } from './deps.ts';

const LONGEST_WHY = 500;

export interface OwnSecrets {
  /** The value of an environment variable. Throws a ConfigError where it isn't set. */
  readonly read: (variable: string) => string;
  /** The same for what may be an ordinary word, such as a topic: a secret only if it is called so, or looks like one. */
  readonly readValue: (name: string, variable: string) => string;
  /** Takes every secret read so far, and the parts of addresses that may be tokens, out of a text. */
  readonly scrub: (text: string) => string;
}

/** `sink`: its name in routes.yaml. */
export function ownSecrets(sink: string, secretOf: SecretOf): OwnSecrets {
  const known = new Set<string>();
  const given = (variable: string): string => {
    const value = secretOf(variable)?.trim() ?? '';
    if (value === '') throw new ConfigError(`${sink}: the environment variable ${variable} is not set`);
    return value;
  };
  const read = (variable: string): string => {
    const value = given(variable);
    for (const part of tokensOf(value)) known.add(part);
    return value;
  };
  return {
    read,
    readValue: (name, variable) => {
      const value = given(variable);
      return isSecretName(name) || looksLikeToken(value) ? read(variable) : value;
    },
    scrub: (text) => scrubExact(text, [...known]),
  };
}

/** Whatever a service says, and whatever fails in the sink: it comes back as a Delivery without a secret in it. */
export function guarded(sink: Sink, scrub: (text: string) => string): Sink {
  const clean = (delivery: Delivery): Delivery => {
    if (delivery.status === 'failed') return { ...delivery, why: redact(scrub(delivery.why), LONGEST_WHY) };
    return delivery.note === undefined ? delivery : { ...delivery, note: redact(scrub(delivery.note), LONGEST_WHY) };
  };
  return {
    ...sink,
    send: async (message, signal) => {
      if (signal.aborted) return failed('transient', `there was no time left for ${sink.name}`);
      try {
        return clean(await sink.send({ ...message, text: scrub(message.text) }, signal));
      } catch (error) {
        return clean(failed('unknown', `${sink.name}: ${messageOf(error)}; this is a fault of k8s-monitor`));
      }
    },
  };
}
