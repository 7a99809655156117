import { configWords } from './config-words.ts';
import { between, clip, hasAny } from './words.ts';

/** Events that say why a pod on its node does not get as far as its containers. */
export const START_EVENTS: ReadonlySet<string> = new Set([
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
  'FailedCreatePodSandBox',
  'FailedCreatePodContainer',
  'NetworkNotReady',
]);

const NETWORK = ['failed to setup network', 'failed to set up pod', 'cni plugin', 'networkplugin', 'plugin type='];

/** A mount, attach or sandbox error in words that follow a colon. */
export function mountWords(reason: string, message: string): string {
  if (message === '') return 'its event gives no cause';
  const text = message.toLowerCase();
  if (reason === 'NetworkNotReady') return 'the network of its node is not ready';
  if (reason === 'FailedCreatePodSandBox') {
    const what = hasAny(text, NETWORK) ? 'its network cannot be set up' : 'its sandbox cannot be created';
    return `${what} (${clip(rootCause(message))})`;
  }
  const volume = between(message, 'for volume ', '"', '"') ?? between(message, 'unmounted volumes=', '[', ']');
  const name = volume === null ? 'a volume' : `volume ${volume}`;
  if (text.includes('multi-attach')) return multiAttach(name, message);
  if (/(secret|configmap) "[^"]{1,253}" not found/i.test(message)) return `${configWords(message)} (${name})`;
  const key = /references non-existent (secret|config) key: ([^\s]{1,253})/i.exec(message);
  if (key !== null) return `key ${key[2]} is missing in its ${key[1] === 'secret' ? 'Secret' : 'ConfigMap'} (${name})`;
  const done = reason === 'FailedAttachVolume' ? 'attached' : 'mounted';
  if (hasAny(text, ['timed out', 'deadline exceeded', 'context canceled'])) return `${name} was not ${done} in time`;
  return `${name} cannot be ${done} (${clip(rootCause(message))})`;
}

/** Kubelet messages are chains of "a: b: c"; the end of the chain is the cause. */
function rootCause(message: string): string {
  const said = message.trim().split(' desc = ').at(-1) ?? message;
  const parts = said.split(': ');
  const last = parts.at(-1) ?? said;
  return last.length < 20 && parts.length > 1 ? parts.slice(-2).join(': ') : last;
}

/** The controller names the pods that hold the volume, where they are of the same namespace. */
function multiAttach(name: string, message: string): string {
  const users = /already used by pod\(s\) ([^\n]{1,300})/.exec(message)?.[1];
  return `${name} is still attached to another node${users === undefined ? '' : ` (by ${clip(users)})`}`;
}
