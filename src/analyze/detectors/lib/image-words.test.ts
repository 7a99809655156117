import { expect, test } from 'vitest';
import { imageWords, isBare, isEcr } from './image-words.ts';

test.each([
  ['429 Too Many Requests', 'the registry limits how often it may be asked (rate limit)'],
  ['no match for platform in manifest: not found', 'the registry has no such image for the platform of the node'],
  [
    'tls: failed to verify certificate: x509: unknown authority',
    'the certificate of the registry is not trusted (x509)',
  ],
  ['dial tcp: lookup r.example: no such host', 'the name of the registry cannot be resolved'],
  ['failed to authorize: dial tcp 10.0.0.1:443: i/o timeout', 'the registry cannot be reached (network)'],
  ['failed to fetch: 401 Unauthorized', 'the registry denies access (unauthorized)'],
  ['pull access denied, repository does not exist', 'the registry denies access, or has no such image'],
  [
    'Unauthenticated request. Unauthenticated requests do not have permission "x"',
    'the registry denies access (unauthorized)',
  ],
  ['http: server gave HTTP response to HTTPS client', 'the registry speaks plain HTTP, and the node wants HTTPS'],
  ['pull QPS exceeded', 'the node pulls too many images at once'],
  [
    'media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported',
    'the node does not understand the format of the image',
  ],
  ['net/http: TLS handshake timeout', 'the registry cannot be reached (network)'],
  ['proxyconnect tcp: dial tcp 10.0.0.9:3128: EOF', 'the registry cannot be reached (network)'],
  ['manifest unknown', 'the registry has no such image or tag'],
  ['write /var/lib: no space left on device', 'the disk of the node is full'],
  ['something new', 'something new'],
  ['', 'the node does not say why'],
])('%s', (message, words) => {
  expect(imageWords('acme/api:1', 'ErrImagePull', message)).toBe(words);
});

test('the name of the image explains nothing', () => {
  const image = 'acme/denied-x509:not-found';
  expect(imageWords(image, 'ErrImagePull', `${image}: i/o timeout`)).toBe('the registry cannot be reached (network)');
});

test('a back-off without its cause is bare', () => {
  expect(isBare('Back-off pulling image "acme/api:1"')).toBe(true);
  expect(isBare('Back-off pulling image "acme/api:1": ErrImagePull: not found')).toBe(false);
});

test.each([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:1', true],
  ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a:1', true],
  ['public.ecr.aws/a/b:1', false],
  ['acme/dkr.ecr.amazonaws.com:1', false],
])('%s of ECR: %s', (image, wanted) => {
  expect(isEcr(image)).toBe(wanted);
});
