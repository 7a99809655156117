import { describe, expect, it } from 'vitest';
import { ConfigError } from '../platform/errors.ts';
import { parseStatePlace } from './state-place.ts';

describe('where the state is kept', () => {
  it.each(['./data', '/var/lib/k8s-monitor', 'data', './configmap:a/b', 'C:\\data'])('%s is a folder', (dir) => {
    expect(parseStatePlace(dir)).toEqual({ kind: 'folder', dir });
  });

  it('configmap:<namespace>/<name> is a set of ConfigMaps', () => {
    expect(parseStatePlace('configmap:k8s-monitor/state.v2')).toEqual({
      kind: 'configmap',
      namespace: 'k8s-monitor',
      name: 'state.v2',
    });
  });

  it.each([
    ['configmap:', 'it is not that'],
    ['configmap:state', 'it is not that'],
    ['configmap:a/', 'it is not that'],
    ['configmap:a/b/c', 'it is not that'],
    ['configmap:/b', '"" wants small letters'],
    ['configmap:Monitor/state', '"Monitor" wants small letters'],
    ['configmap:a.b/state', '"a.b" wants small letters'],
    ['configmap:a/-state', '"-state" wants small letters'],
    ['configmap:a/b..c', '"b..c" wants small letters'],
    ['configmap:a/../b', 'it is not that'],
    [`configmap:${'a'.repeat(64)}/b`, 'longer than 63'],
    [`configmap:a/${'b'.repeat(246)}`, 'longer than 245'],
  ])('%s is refused with the form that is wanted', (text, why) => {
    expect(() => parseStatePlace(text)).toThrow(ConfigError);
    expect(() => parseStatePlace(text)).toThrow('configmap:<namespace>/<name>');
    expect(() => parseStatePlace(text)).toThrow(why);
  });
});
