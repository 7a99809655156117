import { between, clip } from './words.ts';

/** Why the kubelet evicted a pod, in words that follow a colon. */
export function evictionWords(message: string): string {
  if (message === '') return 'the kubelet gives no cause';
  const resource =
    between(message, 'low on resource', ': ', '.') ?? between(`${message}.`, 'low on resource', ': ', '.');
  if (resource !== null) return `the node was short of ${resource.trim()}`;
  const condition = between(message, 'The node had condition', '[', ']');
  if (condition !== null) return `the node had the condition ${condition}`;
  const volume = between(message, 'Usage of EmptyDir volume', '"', '"');
  if (volume !== null) return `its volume ${volume} grew past its limit`;
  if (message.includes('ephemeral')) return `it used more local disk than it may (${clip(message)})`;
  return clip(message);
}
