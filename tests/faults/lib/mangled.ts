// The lists a cluster would answer, with bytes cut out, put in and turned around, the same ones for the same seed.
import { kindsToRead } from '../../../src/analyze/reads.ts';
import { KINDS, resourceName } from '../../../src/kinds/registry.ts';
import { type Chance, chanceOf } from './chance.ts';

export interface Mangled {
  readonly body: Buffer;
  /** Whether it is a list all the same. */
  readonly readable: boolean;
}

/** By resource, of the kinds that every cluster serves. */
export function mangledLists(objects: readonly object[], seed: number): ReadonlyMap<string, Mangled> {
  const chance = chanceOf('mangled', seed);
  const kinds = kindsToRead().filter((kind) => !KINDS[kind].optional);
  return new Map(
    kinds.map((kind) => {
      const items = objects.filter((object) => Reflect.get(object, 'kind') === kind);
      const whole = Buffer.from(JSON.stringify({ kind: `${kind}List`, apiVersion: 'v1', metadata: {}, items }));
      const body = mangle(whole, chance);
      return [resourceName(kind), { body, readable: isList(body) }];
    }),
  );
}

function mangle(whole: Buffer, chance: Chance): Buffer {
  const at = chance.below(whole.length);
  const [before, after] = [whole.subarray(0, at), whole.subarray(at)];
  const noise = Buffer.from(Array.from({ length: 1 + chance.below(20) }, () => chance.below(256)));
  return chance.pick([
    () => whole,
    () => before,
    () => Buffer.concat([before, noise, after]),
    () => Buffer.concat([before, noise, after.subarray(noise.length)]),
    () => Buffer.concat([before, after.subarray(1 + chance.below(200))]),
    () => Buffer.concat([before, whole]),
    () => noise,
  ])();
}

function isList(body: Buffer): boolean {
  try {
    const list: unknown = JSON.parse(body.toString('utf8'));
    return typeof list === 'object' && list !== null && Array.isArray(Reflect.get(list, 'items'));
  } catch {
    return false;
  }
}
