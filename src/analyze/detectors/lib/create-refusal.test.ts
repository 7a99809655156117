import { expect, test } from 'vitest';
import { refusalText } from './create-refusal.ts';

test.each([
  [
    'pods "a" is forbidden: exceeded quota: small, requested: cpu=1,memory=1Gi, used: cpu=3,memory=3Gi, limited: cpu=3,memory=3Gi',
    'quota small is used up: it asks for cpu=1,memory=1Gi, used are cpu=3,memory=3Gi of cpu=3,memory=3Gi',
  ],
  [
    'pods "a" is forbidden: failed quota: small: must specify limits.cpu for: app',
    'quota small wants every container to specify limits.cpu for: app',
  ],
  [
    'admission webhook "policy.acme.io" denied the request: no root',
    'admission webhook policy.acme.io denied it: no root',
  ],
  [
    'Internal error occurred: failed calling webhook "policy.acme.io": connect refused',
    'admission webhook policy.acme.io does not answer',
  ],
  [
    'pods "a" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
    'Pod Security "restricted:latest" forbids it: allowPrivilegeEscalation != false',
  ],
  [
    'pods "a" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi',
    'the limit range allows at most 1Gi memory per Container',
  ],
  [
    'pods "a" is forbidden: error looking up service account shop/api: serviceaccount "api" not found',
    'its service account api does not exist',
  ],
  ['something\nnew.', 'something new'],
  ['', 'the API server refuses them without a cause'],
  [null, 'the API server refuses them without a cause'],
])('%s', (message, words) => {
  expect(refusalText(message)).toBe(words);
});
