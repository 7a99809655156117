import { fallbackFor } from '../agents/model-policy.ts';
import { modelOf } from '../agents/models.ts';
import { loadedSettings, settledSettings } from '../config/effective.ts';
import { inventoryFile, readInventory } from '../config/inventory.ts';
import { DEFAULT_SOURCE } from '../config/routes/default.ts';
import type { SettingName, Values } from '../config/settings.ts';
import type { AgentsSeen, Bench, RoutesSeen } from '../doctor/bench.ts';
import { systemClock } from '../platform/clock.ts';
import { agentSet } from './agent-set.ts';
import { asksAnthropic } from './agents.ts';
import { slackChannels } from './channels.ts';
import { changesBench } from './doctor-changes.ts';
import { clusterBench } from './doctor-cluster.ts';
import { modelBench } from './doctor-model.ts';
import { programBench } from './doctor-program.ts';
import { slackBench } from './doctor-slack.ts';
import { stateBench } from './doctor-state.ts';
import { type Opened, once } from './opened.ts';
import { tokenScrubber } from './own-tokens.ts';
import { type RoutingInUse, routingInUse } from './routing.ts';
import { sinkProblem } from './sinks.ts';

export interface DoctorBench extends Bench {
  /** Takes our own tokens out of a text. */
  readonly scrub: (text: string) => string;
}

/** What the checks look at, by the settings in force. Nothing is opened before a check asks for it. */
export function doctorBench(
  flags: Partial<Record<SettingName, string | undefined>>,
  offline: boolean,
): Opened<DoctorBench> {
  const loaded = loadedSettings(flags);
  const { values } = loaded;
  const cluster = clusterBench(values, offline || (!loaded.ok && loaded.faulty === null));
  const services = () => readInventory(inventoryFile(values.SERVICES_FILE, process.cwd()));
  const routing = () => routingInUse(values, services().services);
  const bench: DoctorBench = {
    clock: systemClock,
    values,
    settled: settledSettings(flags),
    faulty: loaded.ok ? new Set() : loaded.faulty,
    program: programBench(),
    inventory: () => ({ ...services(), isExample: values.SERVICES_FILE === null }),
    routes: () => routesSeen(values, routing()),
    sinks: async () =>
      Promise.all(
        routing().sinks.map(async (sink) => ({
          name: sink.name,
          type: sink.type,
          problem: await sinkProblem(values, sink),
        })),
      ),
    agents: once(() => agentsSeen(values)).get,
    cluster: cluster.value,
    slack: slackBench(values),
    state: stateBench(values),
    changes: changesBench(values),
    model: modelBench(values),
    scrub: tokenScrubber(values),
  };
  return { value: bench, close: cluster.close };
}

function routesSeen(values: Values, { file, routing, faults, warnings, sinks }: RoutingInUse): RoutesSeen {
  const own = routing.filter(({ source }) => source !== DEFAULT_SOURCE).length;
  return { file, routes: own, faults, warnings, channels: slackChannels(values, routing), sinks: sinks.length };
}

async function agentsSeen(values: Values): Promise<AgentsSeen> {
  const { files, agents } = await agentSet(values);
  const anthropic = asksAnthropic(values);
  return {
    folder: files.folder,
    faults: files.faults,
    agents: Object.values(agents).map(({ definition, model, modelFrom }) => ({
      name: definition.name,
      model,
      from: modelFrom,
      price: modelOf(model)?.usdPerMillion ?? null,
      fallback: fallbackFor(model, anthropic)?.id ?? null,
    })),
  };
}
