import type { ConfigRef } from './config-refs.ts';
import { clip } from './words.ts';

/** The Secret, ConfigMap or key that a message of the kubelet says is not there; null where it says something else. */
export function missingConfig(message: string): ConfigRef | null {
  const absent = /(secret|configmap) "([^"]{1,253})" not found/i.exec(message);
  if (absent !== null) return { kind: kindOf(absent[1]), name: absent[2] ?? '', key: null };
  const key = /find key ([^ ]{1,253}) in (secret|configmap) ([^ ]{1,320})/i.exec(message);
  // It writes `namespace/name`.
  return key && { kind: kindOf(key[2]), name: (key[3] ?? '').split('/').at(-1) ?? '', key: key[1] ?? '' };
}

/** Names the Secret, ConfigMap or key a container can't be created without. */
export function configWords(message: string): string {
  if (message === '') return 'the kubelet gives no cause';
  const missing = missingConfig(message);
  if (missing !== null) return missingWords(missing, message);
  const image = message.includes('image will run as root') || message.includes('image has non-numeric user');
  if (image) return `it must not run as root, and its image does not keep to that (${clip(message)})`;
  const subPath = /failed to prepare subPath for volumeMount "([^"]{1,253})" of container/.exec(message);
  if (subPath !== null) return `the subPath of its mount ${subPath[1]} cannot be prepared`;
  return clip(message);
}

function missingWords({ kind, name, key }: ConfigRef, message: string): string {
  if (key === null) return `${kind} ${name} does not exist`;
  const whole = /in (?:secret|configmap) ([^ ]{1,320})/i.exec(message)?.[1] ?? name;
  return `key ${key} is missing in ${kind} ${whole}`;
}

function kindOf(word = ''): ConfigRef['kind'] {
  return word.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap';
}
