import type { ObjectOf } from '../../../src/kinds/registry.ts';
import type { Condition } from '../../../src/kinds/text.ts';
import { conditionOf, FINE, type Look, told } from './look.ts';

type Conditions = readonly Condition[] | null | undefined;

export function lookAtGatewayClass({ spec, status }: ObjectOf<'GatewayClass'>): Look {
  return judged(['Accepted'], [status?.conditions], spec?.controllerName ?? '');
}

export function lookAtGateway({ spec, status }: ObjectOf<'Gateway'>): Look {
  const addresses = (status?.addresses ?? []).flatMap(({ value }) => value ?? []).join(' ');
  const listeners = (spec?.listeners ?? []).map(({ name, port, hostname }) =>
    `${name}:${port ?? '?'} ${hostname ?? ''}`.trim(),
  );
  const about = told(
    spec?.gatewayClassName && `class ${spec.gatewayClassName}`,
    addresses,
    listeners.slice(0, 4).join(', '),
  );
  return judged(['Accepted', 'Programmed'], [status?.conditions], about);
}

export function lookAtRoute({ spec, status }: ObjectOf<'HTTPRoute'>): Look {
  const parents = (spec?.parentRefs ?? []).map(({ name }) => name).join(' ');
  const backends = (spec?.rules ?? []).flatMap(({ backendRefs }) => backendRefs ?? []);
  const to = [...new Set(backends.map(({ name, port }) => `${name}:${port ?? '?'}`))].slice(0, 4).join(' ');
  const about = told((spec?.hostnames ?? []).slice(0, 3).join(' '), parents && `by ${parents}`, to && `to ${to}`);
  const said = (status?.parents ?? []).map(({ conditions }) => conditions);
  return judged(['Accepted', 'ResolvedRefs'], said, about);
}

/** The first of these conditions that is False, of whoever says so. */
function judged(types: readonly string[], all: readonly Conditions[], about: string): Look {
  const bad = all
    .flatMap((conditions) => types.map((type) => conditionOf(conditions, type)))
    .find((condition) => condition?.status === 'False');
  const status = bad === undefined || bad === null ? 'Accepted' : (bad.reason ?? `not ${bad.type}`);
  const isJudged = all.some((conditions) => (conditions ?? []).length > 0);
  return {
    ...FINE,
    status: isJudged ? status : 'Unknown',
    about: told(about, bad?.message?.slice(0, 200)),
    trouble: !isJudged || (bad !== undefined && bad !== null),
  };
}
