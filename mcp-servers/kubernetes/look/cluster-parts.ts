import type { ObjectOf } from '../../../src/kinds/registry.ts';
import { ago, conditionOf, FINE, type Look, told } from './look.ts';

export function lookAtAttachment({ spec, status }: ObjectOf<'VolumeAttachment'>): Look {
  const fault = status?.attachError ?? status?.detachError ?? null;
  const isAttached = status?.attached === true;
  const volume = spec?.source?.persistentVolumeName;
  return {
    ...FINE,
    status: isAttached ? 'Attached' : 'NotAttached',
    about: told(volume && `volume ${volume}`, spec?.nodeName && `to ${spec.nodeName}`, fault?.message?.slice(0, 200)),
    trouble: !isAttached || fault !== null,
  };
}

type Webhooks = ObjectOf<'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration'>;

export function lookAtWebhooks({ webhooks }: Webhooks): Look {
  const all = (webhooks ?? []).map(({ name, failurePolicy, clientConfig }) => {
    const { namespace, name: service } = clientConfig?.service ?? {};
    return told(name, service ? `${namespace}/${service}` : 'by address', failurePolicy);
  });
  return { ...FINE, about: all.slice(0, 4).join('; ') };
}

/** A part of the API. Who doesn't say whether he is there is taken to be. */
export function lookAtPart({ spec, status }: ObjectOf<'APIService'>): Look {
  const available = conditionOf(status?.conditions, 'Available');
  const isGone = available?.status === 'False';
  const { namespace, name } = spec?.service ?? {};
  return {
    ...FINE,
    status: isGone ? 'Unavailable' : 'Available',
    about: told(
      name ? `by ${namespace}/${name}` : 'by the API server',
      isGone && told(available?.reason, available?.message?.slice(0, 200)),
    ),
    trouble: isGone,
  };
}

export function lookAtLease({ spec }: ObjectOf<'Lease'>, now: Date): Look {
  const renewed = spec?.renewTime;
  return {
    ...FINE,
    about: told(spec?.holderIdentity && `held by ${spec.holderIdentity}`, renewed && `renewed ${ago(renewed, now)}`),
  };
}
