import { clip } from './words.ts';

const KINDS: Readonly<Record<string, string>> = { secret: 'Secret', configmap: 'ConfigMap' };

/** Names the Secret, ConfigMap or key a container can't be created without. */
export function configWords(message: string): string {
  if (message === '') return 'the kubelet gives no cause';
  const absent = /(secret|configmap) "([^"]{1,253})" not found/i.exec(message);
  if (absent !== null) return `${kindName(absent[1])} ${absent[2]} does not exist`;
  const key = /find key ([^ ]{1,253}) in (secret|configmap) ([^ ]{1,320})/i.exec(message);
  if (key !== null) return `key ${key[1]} is missing in ${kindName(key[2])} ${key[3]}`;
  const image = message.includes('image will run as root') || message.includes('image has non-numeric user');
  if (image) return `it must not run as root, and its image does not keep to that (${clip(message)})`;
  return clip(message);
}

function kindName(word = ''): string {
  return KINDS[word.toLowerCase()] ?? word;
}
