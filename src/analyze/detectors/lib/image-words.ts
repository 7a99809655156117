import type { Finding } from '../../../domain/finding.ts';
import { clip, hasAny } from './words.ts';

/** What the kubelet and the registries say, the most telling needles first. */
const CAUSES: readonly { readonly needles: readonly string[]; readonly words: string }[] = [
  {
    needles: ['toomanyrequests', 'too many requests', 'status code 429', 'status: 429', 'rate limit'],
    words: 'the registry limits how often it may be asked (rate limit)',
  },
  {
    needles: ['no match for platform', 'no matching manifest', 'does not match the specified platform'],
    words: 'the registry has no such image for the platform of the node',
  },
  {
    needles: ['x509:', 'certificate signed by', 'tls: failed to verify'],
    words: 'the certificate of the registry is not trusted (x509)',
  },
  {
    needles: ['server gave http response to https client', 'first record does not look like a tls handshake'],
    words: 'the registry speaks plain HTTP, and the node wants HTTPS',
  },
  { needles: ['pull qps exceeded'], words: 'the node pulls too many images at once' },
  {
    needles: [
      'unsupported media type',
      'media type unsupported',
      'unsupported manifest',
      'manifest schema 1',
      'manifest.v1+',
    ],
    words: 'the node does not understand the format of the image',
  },
  { needles: ['no such host', 'server misbehaving'], words: 'the name of the registry cannot be resolved' },
  {
    needles: [
      'i/o timeout',
      'deadline exceeded',
      'handshake timeout',
      'connection refused',
      'connection reset',
      'no route to host',
      'network is unreachable',
      'client.timeout',
      'request canceled',
      'bad gateway',
      'service unavailable',
      'internal server error',
      'gateway timeout',
      'unexpected eof',
      'proxyconnect tcp',
      'tls handshake',
    ],
    words: 'the registry cannot be reached (network)',
  },
  { needles: ['no space left on device'], words: 'the disk of the node is full' },
];

const DENIED = [
  'unauthorized',
  'unauthenticated',
  'not have permission',
  'denied',
  'forbidden',
  'authentication required',
  'no basic auth credentials',
  'authorization failed',
  'insufficient_scope',
  'token has expired',
  'failed to authorize',
  'incorrect username or password',
];
const ABSENT = [
  'not found',
  'notfound',
  'manifest unknown',
  'name unknown',
  'name_unknown',
  'manifest_unknown',
  'does not exist',
];

/** Reasons that need no message. */
const BY_REASON: Readonly<Record<string, string>> = {
  InvalidImageName: 'that is not a valid image name',
  ErrImageNeverPull: 'it is not on the node, and its pull policy is Never',
  ImageInspectError: 'the copy on the node cannot be read',
  RegistryUnavailable: 'the registry cannot be reached (network)',
  SignatureValidationFailed: 'its signature is not valid',
};

/** Why an image can't be pulled, in words that follow a colon. */
export function imageWords(image: string, reason: string, message: string): string {
  const byReason = BY_REASON[reason];
  if (byReason !== undefined) return byReason;
  const text = withoutName(message, image);
  const known = CAUSES.find(({ needles }) => hasAny(text, needles));
  if (known !== undefined) return known.words;
  if (hasAny(text, DENIED)) return deniedWords(image, text);
  if (hasAny(text, ABSENT)) return 'the registry has no such image or tag';
  return isBare(message) ? 'the node does not say why' : clip(message);
}

function deniedWords(image: string, text: string): string {
  if (isEcr(image)) {
    return 'the registry (ECR) denies access: its login lasts 12 h, look at ecr-credentials-sync first';
  }
  // Docker Hub answers this way for both.
  return text.includes('does not exist')
    ? 'the registry denies access, or has no such image'
    : 'the registry denies access (unauthorized)';
}

/** True while the kubelet only says that it waits, not why. */
export function isBare(message: string): boolean {
  return message === '' || (message.startsWith('Back-off pulling image') && !message.includes(': '));
}

/** `<account>.dkr.ecr.<region>.amazonaws.com/…`; its passwords expire after 12 h. */
export function isEcr(image: string): boolean {
  const host = image.split('/', 1)[0] ?? '';
  const labels = host.split('.');
  return labels[1] === 'dkr' && (labels[2] ?? '').startsWith('ecr') && host.includes('.amazonaws.com');
}

/** An image of ECR that was denied: whatever renews the registry's login is the likely root. */
export function isEcrDenied(finding: Pick<Finding, 'code' | 'evidence'>): boolean {
  if (finding.code !== 'image-pull') return false;
  const image = finding.evidence.find(({ field }) => field.endsWith('.image'))?.value ?? '';
  return (
    isEcr(image) &&
    finding.evidence.some(({ field, value }) => {
      return field.endsWith('message') && imageWords(image, '', value) === deniedWords(image, '');
    })
  );
}

/** An image called `denied` must not look denied. */
function withoutName(message: string, image: string): string {
  const name = image.split(':', 1)[0] ?? '';
  return (name === '' ? message : message.replaceAll(image, '').replaceAll(name, '')).toLowerCase();
}
