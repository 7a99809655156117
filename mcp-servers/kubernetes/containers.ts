import type { ContainerStatus } from '../../src/kinds/container.ts';
import type { ObjectOf } from '../../src/kinds/registry.ts';

export interface PodContainers {
  readonly init: readonly string[];
  readonly main: readonly string[];
}

export function containersOf({ spec, status }: ObjectOf<'Pod'>): PodContainers {
  const names = (...lists: readonly (readonly { readonly name: string }[] | null | undefined)[]) => [
    ...new Set(lists.flatMap((list) => (list ?? []).map(({ name }) => name))),
  ];
  return {
    init: names(spec?.initContainers, status?.initContainerStatuses),
    main: names(spec?.containers, status?.containerStatuses),
  };
}

export function statusOf({ status }: ObjectOf<'Pod'>, container: string): ContainerStatus | null {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all.find(({ name }) => name === container) ?? null;
}

/** The container somebody means who names none: the only one, or the one that fails. Null: it can't be told. */
export function meantContainer(pod: ObjectOf<'Pod'>): string | null {
  const { init, main } = containersOf(pod);
  const failing = failingOf(pod);
  if (failing !== null) return failing;
  return main.length === 1 ? (main[0] ?? null) : main.length === 0 && init.length === 1 ? (init[0] ?? null) : null;
}

function failingOf({ status }: ObjectOf<'Pod'>): string | null {
  const init = status?.initContainerStatuses ?? [];
  // The main containers wait for these; an init container that runs holds them up, unless it is a started sidecar.
  const held = init.find((one) => isFailing(one) || (one.state?.running && one.started !== true && one.ready !== true));
  const main = (status?.containerStatuses ?? []).filter((one) => isFailing(one) || one.ready === false);
  const crashing = main.find(isFailing);
  return (held ?? crashing ?? (main.length === 1 ? main[0] : undefined))?.name ?? null;
}

function isFailing({ state, lastState, ready }: ContainerStatus): boolean {
  if (state?.terminated) return state.terminated.exitCode !== 0;
  if (
    state?.waiting?.reason &&
    state.waiting.reason !== 'PodInitializing' &&
    state.waiting.reason !== 'ContainerCreating'
  )
    return true;
  return ready !== true && (lastState?.terminated?.exitCode ?? 0) !== 0;
}
