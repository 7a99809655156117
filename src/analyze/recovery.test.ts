import { describe, expect, it } from 'vitest';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { run, since } from '../../tests/support/stories.ts';
import type { SceneOptions } from '../../tests/support/view.ts';
import { recoveryOf } from './recovery.ts';
import { NO_MEMORY } from './view.ts';

const api = service('api');

describe('over or not', () => {
  const answer = (objects: readonly object[], options: SceneOptions = {}, key = 'service:api', seen = true) => {
    const memory = {
      restarts: new Map(),
      seen: new Map(seen ? [['api', [{ kind: 'Deployment', namespace: 'api', name: 'api' }]]] : []),
    };
    const { scene } = run([api], objects, memory, options);
    return recoveryOf(scene, key, [{ kind: 'Pod', namespace: 'api' }]);
  };
  const well = app('api', ['ok'], since('9d'));

  it.each([
    ['read and well', well, {}, 'healthy'],
    ['its pods unread', well, { coverage: { Pod: 'partial' } }, 'unread'],
    ['its workload unread', [], { coverage: { Deployment: 'partial' } }, 'unread'],
    ['still short', app('api', ['unready'], since('1m')), {}, 'recovering'],
    ['restarted lately', app('api', ['ok'], since('9m'), { restarts: 1 }), {}, 'recovering'],
    ['restarted a while ago', app('api', ['ok'], since('11m'), { restarts: 1 }), {}, 'healthy'],
    ['new pods, never restarted', app('api', ['ok'], since('1m')), {}, 'healthy'],
    ['nowhere, though a listed service needs it', [], {}, 'unread'],
  ] as const)('%s', (_name, objects, options, want) => expect(answer(objects, options)).toBe(want));

  it('what nobody listed is over when it is gone, and its kind was read', () => {
    expect(answer([], {}, 'object:Deployment/tool/tool')).toBe('healthy');
    expect(answer([], { coverage: { Deployment: 'partial' } }, 'object:Deployment/tool/tool')).toBe('unread');
    expect(answer([], {}, 'object:Node//a')).toBe('healthy');
  });

  it('a gap is over when it was not met again, drift when the service was found', () => {
    expect(answer([], {}, 'gap:list:pods:*')).toBe('healthy');
    expect([answer(well, {}, 'drift:api'), answer([], {}, 'drift:api')]).toEqual(['healthy', 'unread']);
  });
});

describe('drift', () => {
  const found = (objects: readonly object[], options: SceneOptions = {}, memory = NO_MEMORY) =>
    run([api], objects, memory, options).drift.map((d) => d.key);
  it('is a listed service without any trace, in a cluster that was read', () => {
    expect(found([])).toEqual(['drift:api']);
    expect(found(app('api', ['ok'], since('1d')))).toEqual([]);
    expect(found([], { coverage: { StatefulSet: 'partial' } })).toEqual([]);
    expect(found([], { coverage: { Rollout: 'partial' } })).toEqual([]);
    expect(found([], { coverage: { Rollout: 'not-served' } })).toEqual(['drift:api']);
  });
});
