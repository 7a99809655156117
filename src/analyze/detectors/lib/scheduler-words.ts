import { between, clip } from './words.ts';

/** What the scheduler's words mean, the most telling needles first. */
const CAUSES: readonly { readonly needle: string; readonly words: string }[] = [
  { needle: 'Too many pods', words: 'no pod slot free' },
  { needle: 'were unschedulable', words: 'cordoned' },
  { needle: "didn't match pod affinity", words: 'none of the pods it must be near' },
  { needle: 'anti-affinity', words: 'a pod there that it must not share a node with' },
  { needle: 'topology spread', words: 'its spread over nodes or zones would be broken' },
  { needle: 'volume node affinity conflict', words: 'its volume cannot be reached from there' },
  { needle: 'no available volume zone', words: 'its volume cannot be reached from there' },
  { needle: 'exceed max volume count', words: 'no further volume can be attached' },
  { needle: 'did not have enough free storage', words: 'too little storage there for its volume' },
  { needle: 'ephemeral volume controller', words: 'its volume claim has not been made yet' },
  { needle: 'cannot allocate all claims', words: 'no device free that its resource claim wants' },
  { needle: 'find available persistent volumes', words: 'no volume fits its claim' },
  { needle: 'unbound immediate PersistentVolumeClaims', words: 'its volume claim is not bound' },
  { needle: 'free ports for the requested pod ports', words: 'its host port is taken' },
  { needle: 'node affinity', words: 'its node selector or affinity does not match' },
  { needle: 'node selector', words: 'its node selector or affinity does not match' },
  { needle: 'requested node name', words: 'not the node it asks for by name' },
];

const RESOURCES: Readonly<Record<string, string>> = {
  cpu: 'too little cpu free',
  memory: 'too little memory free',
  'ephemeral-storage': 'too little local disk free',
  pods: 'no pod slot free',
};

const TAINTS: Readonly<Record<string, string>> = {
  'node.kubernetes.io/unschedulable': 'cordoned',
  'node.kubernetes.io/not-ready': 'not ready',
  'node.kubernetes.io/unreachable': 'not reachable',
  'node.kubernetes.io/disk-pressure': 'short of disk',
  'node.kubernetes.io/memory-pressure': 'short of memory',
  'node.kubernetes.io/pid-pressure': 'short of process ids',
  'node.kubernetes.io/network-unavailable': 'without network',
  'node.cloudprovider.kubernetes.io/uninitialized': 'not set up by the cloud provider yet',
  'node-role.kubernetes.io/control-plane': 'kept for the control plane',
  'node-role.kubernetes.io/master': 'kept for the control plane',
};

/** What preemption and claims could not do either is no cause of its own. */
const AFTERTHOUGHTS = ['preemption: ', 'no new claims to deallocate', 'still not schedulable'];

/** `0/3 nodes are available: 1 Insufficient cpu, …` in plain words. */
export function schedulerWords(message: string): string {
  if (message === '') return 'the scheduler gives no cause';
  if (message.startsWith('no nodes available')) return 'the cluster has no node';
  const head = /^0\/(\d{1,6}) nodes are available:?/.exec(message);
  const body = beforeAny(message.slice(head?.[0].length ?? 0), AFTERTHOUGHTS);
  const total = Number(head?.[1] ?? 0);
  return (
    reasons(clip(body, 2000))
      .map((reason) => inWords(reason, total))
      .join(', ') || clip(message)
  );
}

function beforeAny(text: string, marks: readonly string[]): string {
  const ends = marks.map((mark) => text.indexOf(mark)).filter((at) => at >= 0);
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends));
}

interface Reason {
  readonly nodes: number;
  readonly text: string;
}

/** One reason per leading number; a part without one belongs to the part before it. */
function reasons(body: string): readonly Reason[] {
  const found: Reason[] = [];
  for (const part of body.split(', ')) {
    const number = /^(\d{1,6}) /.exec(part);
    const last = found.at(-1);
    if (number !== null) found.push({ nodes: Number(number[1]), text: part.slice(number[0].length) });
    else if (last !== undefined) found[found.length - 1] = { ...last, text: `${last.text}, ${part}` };
    else if (part !== '') found.push({ nodes: 0, text: part });
  }
  return found;
}

function inWords({ nodes, text }: Reason, total: number): string {
  const words = plain(text);
  if (nodes === 0 || total === 0) return words;
  if (nodes === total) return `${words} (${total === 1 ? 'the only node' : `all ${total} nodes`})`;
  return `${words} (${nodes} of ${total} nodes)`;
}

function plain(text: string): string {
  const resource = text.startsWith('Insufficient ') ? text.slice('Insufficient '.length) : null;
  if (resource !== null)
    return (
      RESOURCES[resource] ?? (resource.includes('gpu') ? `no GPU free (${resource})` : `too little ${resource} free`)
    );
  if (text.includes('taint')) {
    const taint = between(text, 'taint', '{', '}')?.trim();
    if (taint !== undefined) return taintWords(taint);
  }
  if (text.includes('untolerated taint')) return 'a taint it does not tolerate';
  const device = /resourceclaim(?:template)? "([^"]{1,253})" not found/.exec(text);
  if (device !== null) return `its resource claim ${device[1]} does not exist`;
  const storage = /storageclass[^"]{0,40} "([^"]{1,253})" not found/.exec(text);
  if (storage !== null) return `its storage class ${storage[1]} does not exist`;
  const claim = /persistentvolumeclaim "([^"]{1,253})" (not found|is being deleted)/.exec(text);
  if (claim !== null) return `its volume claim ${claim[1]} ${claim[2] === 'not found' ? 'does not exist' : claim[2]}`;
  return CAUSES.find(({ needle }) => text.includes(needle))?.words ?? clip(text);
}

/** `dedicated: gpu`, or `node-role.kubernetes.io/control-plane: ` without a value. */
function taintWords(taint: string): string {
  const [key = '', value = ''] = taint.split(':').map((part) => part.trim());
  return TAINTS[key] ?? `taint ${value === '' ? key : `${key}=${value}`} not tolerated`;
}
