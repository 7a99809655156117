import { MINUTE } from '../../domain/duration.ts';
import type { Webhook } from '../../kinds/admission.ts';
import { refOf } from '../../kinds/refs.ts';
import { latest } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { isYoung } from './lib/ages.ts';
import { webhookCause } from './lib/causes.ts';
import { held } from './lib/held.ts';
import { answeredServices } from './lib/network-answers.ts';
import { MAKER_KINDS, type Picker, pickerOf } from './lib/network-picks.ts';
import { namesText } from './lib/phrases.ts';
import { SILENCE_KINDS, type Silence, silenceOf } from './lib/service-silence.ts';
import { refusedText } from './lib/webhook-words.ts';

const KINDS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const;

interface Down {
  readonly webhook: Webhook;
  readonly silence: Silence;
}

/** An admission webhook that must be asked and answers nobody: the API server refuses whatever it should look at. */
export const webhookDown = defineDetector({
  name: 'webhook-down',
  reads: [...KINDS, ...SILENCE_KINDS, ...MAKER_KINDS],
  emits: ['webhook-down'],
  *detect(view) {
    const answered = answeredServices(view.list('EndpointSlice'));
    let picker: Picker | null = null;
    for (const configuration of KINDS.flatMap((kind) => [...view.list(kind)])) {
      if (configuration.metadata.deletionTimestamp || isYoung(view.now, configuration, 2 * MINUTE)) continue;
      const down: Down[] = [];
      for (const webhook of (configuration.webhooks ?? []).filter(mustAnswer)) {
        picker ??= pickerOf(view);
        const silence = silenceOf(view, picker, answered, webhook.clientConfig?.service ?? {});
        if (silence !== null) down.push({ webhook, silence });
      }
      const [first] = down;
      if (first === undefined) continue;
      const subject = refOf(configuration);
      yield finding('webhook-down', {
        subject,
        // Two configurations of one product stand and fall together.
        owner: first.silence.owner,
        since: latest(...down.map((d) => d.silence.since)) ?? view.now,
        reason: first.silence.reason,
        params: {
          webhook: namesText(down.map((d) => d.webhook.name)),
          effect: refusedText(down.map((d) => d.webhook)),
          cause: namesText([...new Set(down.map((d) => d.silence.cause))]),
        },
        evidence: held(subject, { [`webhooks[${first.webhook.name}].failurePolicy`]: first.webhook.failurePolicy }, [
          evidence(subject, `webhooks[${first.webhook.name}].clientConfig.service.name`, first.silence.service),
          ...first.silence.proof,
        ]),
        cause: webhookCause(first.webhook.name),
      });
    }
  },
});

/** Asked about something, and nothing goes on without its answer: that is the default. */
function mustAnswer({ rules, failurePolicy, clientConfig }: Webhook): boolean {
  return (rules ?? []).length > 0 && (failurePolicy || 'Fail') === 'Fail' && Boolean(clientConfig?.service?.name);
}
