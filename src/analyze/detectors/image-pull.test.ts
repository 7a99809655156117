import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { event, JOB_OWNER, pod, waiting } from '../../../tests/support/pod.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { imagePull } from './image-pull.ts';
import { isEcrDenied } from './lib/image-words.ts';

const ECR = '123456789012.dkr.ecr.us-east-1.amazonaws.com/chores:5.8.0';
const DENIED = 'rpc error: code = Unknown desc = failed to authorize: unexpected status: 403 Forbidden';

function run(reason: string, message: string, more: object = {}, ...events: readonly object[]) {
  const objects = [pod({ phase: 'Pending', api: { state: waiting(reason, message) }, ...more }), ...events];
  const found = detect(imagePull, objects);
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found;
}

test('an image that does not exist', () => {
  const [found] = run('ErrImagePull', 'failed to resolve reference "acme/api:1.4.2": acme/api:1.4.2: not found');
  expect(found?.message).toBe(
    'image acme/api:1.4.2 of container api cannot be pulled: the registry has no such image or tag',
  );
  expect(found).toMatchObject({ reason: 'ImagePullBackOff', since: new Date(ago('10m')), container: 'api' });
});

test('a bad name keeps its own word', () => {
  const [found] = run('InvalidImageName', 'invalid reference', { container: { image: 'Acme/WEB:1' } });
  expect(found?.message).toBe('image Acme/WEB:1 of container api cannot be pulled: that is not a valid image name');
  expect(found?.reason).toBe('InvalidImageName');
});

test('a bare back-off takes its cause from the event', () => {
  const bare = 'Back-off pulling image "acme/api:1.4.2"';
  const failed = event('Failed', 'Failed to pull image "acme/api:1.4.2": toomanyrequests: You have reached your limit');
  expect(run('ImagePullBackOff', bare, {}, failed)[0]?.message).toBe(
    'image acme/api:1.4.2 of container api cannot be pulled: the registry limits how often it may be asked (rate limit)',
  );
  expect(run('ImagePullBackOff', bare, {}, event('Failed', 'Error: ImagePullBackOff'))[0]?.message).toBe(
    'image acme/api:1.4.2 of container api cannot be pulled: the node does not say why',
  );
});

test('ECR that denies access points at what renews its login', () => {
  const [found] = run('ImagePullBackOff', `Back-off pulling image "${ECR}": ErrImagePull: ${DENIED}`, {
    container: { image: ECR },
  });
  expect(found?.message).toBe(
    `image ${ECR} of container api cannot be pulled: the registry (ECR) denies access: its login lasts 12 h, look at ecr-credentials-sync first`,
  );
  expect(found && isEcrDenied(found)).toBe(true);
  const [other] = run('ErrImagePull', DENIED);
  expect(other && isEcrDenied(other)).toBe(false);
  const [absent] = run('ErrImagePull', `${ECR}: not found`, { container: { image: ECR } });
  expect(absent && isEcrDenied(absent)).toBe(false);
});

test('ECR that denies access is known from the event alone, too', () => {
  const failed = event('Failed', `Failed to pull image "${ECR}": no basic auth credentials`);
  const [found] = run('ImagePullBackOff', `Back-off pulling image "${ECR}"`, { container: { image: ECR } }, failed);
  expect(found && isEcrDenied(found)).toBe(true);
});

test('a pull secret that could not be read is named where access is denied', () => {
  const secret = event(
    'FailedToRetrieveImagePullSecret',
    'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
  );
  expect(run('ErrImagePull', 'pull access denied, repository does not exist', {}, secret)[0]?.message).toBe(
    'image acme/api:1.4.2 of container api cannot be pulled: the registry denies access, or has no such image (its pull secret regcred could not be read)',
  );
});

test('init containers and pods of Jobs count', () => {
  const init = {
    init: [{ name: 'migrate', image: 'acme/m:1' }],
    initStatus: [{ name: 'migrate', state: waiting('ErrImageNeverPull') }],
  };
  expect(run('PodInitializing', '', { ...init, metadata: JOB_OWNER })[0]?.message).toBe(
    'image acme/m:1 of init container migrate cannot be pulled: it is not on the node, and its pull policy is Never',
  );
});

test('the first minute, a pod that runs with stale events, and a pod being deleted are no findings', () => {
  expect(run('ErrImagePull', 'not found', { notReady: '59s' })).toEqual([]);
  const running = pod({ notReady: null, api: { ready: true, state: { running: { startedAt: ago('5m') } } } });
  const stale = [
    event('BackOff', 'Back-off pulling image "acme/api:1.4.2"'),
    event('FailedToRetrieveImagePullSecret', 'x (y)'),
  ];
  expect(detect(imagePull, [running, ...stale])).toEqual([]);
  expect(run('ErrImagePull', 'not found', { metadata: { deletionTimestamp: ago('1s') } })).toEqual([]);
});

test('without any timestamp of the fault it counts from now', () => {
  const [found] = run('ErrImagePull', 'not found', {
    status: {
      phase: 'Pending',
      conditions: [],
      containerStatuses: [{ name: 'api', state: waiting('ErrImagePull', 'not found') }],
    },
  });
  expect(found?.since.toISOString()).toBe(ago('0s'));
});
