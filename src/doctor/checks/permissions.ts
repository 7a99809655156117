import { permissions as needed, type Permission } from '../../kinds/permissions.ts';
import { ALL_KINDS, KINDS, type Kind } from '../../kinds/registry.ts';
import type { Bench } from '../bench.ts';
import { type Check, counted, fail, ok } from '../check.ts';
import { APPLY_OVERLAY } from '../overlay.ts';

interface Asked {
  readonly permission: Permission;
  readonly verb: Permission['verbs'][number];
}

export const permissions: Check = {
  id: 'cluster.permissions',
  title: 'Permissions',
  why: 'what may not be read is a gap: nothing behind it is ever called healthy, and nothing broken there is seen',
  mend: '`kubectl auth can-i --list` shows what may be read',
  settings: ['KUBECONFIG', 'K3S_CONTEXT'],
  outside: true,
  after: ['cluster.api'],
  deadlineMs: 10_000,
  run: async (bench, signal) => {
    const all = needed().flatMap((permission) => permission.verbs.map((verb): Asked => ({ permission, verb })));
    const answers = await Promise.all(
      all.map(async (asked) => ({ asked, may: await isAllowed(bench, asked, signal) })),
    );
    const denied = answers.filter(({ may }) => !may).map(({ asked }) => asked);
    const missing = (
      await Promise.all(denied.map(async (one) => ((await counts(bench, one, signal)) ? [one] : [])))
    ).flat();
    const required = all.filter(({ permission }) => permission.component === null).length;
    if (missing.length === 0) return ok(`all ${required} rights to read, in every namespace`);
    const user = await bench.cluster.whoAmI(signal);
    const mend = `${APPLY_OVERLAY}; its ClusterRole k8s-monitor must be bound to ${user ?? 'whoever asks here'}`;
    return fail(
      `${counted(missing.length, 'right')} of ${required} ${missing.length === 1 ? 'is' : 'are'} missing`,
      mend,
      linesOf(missing),
    );
  },
};

function isAllowed({ cluster }: Bench, { permission, verb }: Asked, signal: AbortSignal): Promise<boolean> {
  const { group, resource, within } = permission;
  return cluster.may({ verb, group, resource, namespace: within, name: null }, signal);
}

/** What the cluster doesn't have needs no right; what a component grants somebody may want. */
async function counts({ cluster }: Bench, { permission }: Asked, signal: AbortSignal): Promise<boolean> {
  if (permission.component !== null) return false;
  const kind = kindOf(permission);
  return kind === undefined || !KINDS[kind].optional || cluster.serves(kind, signal);
}

function kindOf({ group, resource }: Permission): Kind | undefined {
  return ALL_KINDS.find((kind) => KINDS[kind].group === group && KINDS[kind].plural === resource);
}

/** `list, get pods: containers that crash, wait or are not ready`. */
function linesOf(missing: readonly Asked[]): readonly string[] {
  const resources = [...new Set(missing.map(({ permission }) => permission))];
  return resources.map((permission) => {
    const { group, resource, why } = permission;
    const verbs = missing.filter((one) => one.permission === permission).map(({ verb }) => verb);
    return `${verbs.join(', ')} ${group === '' ? resource : `${resource}.${group}`}: ${why}`;
  });
}
