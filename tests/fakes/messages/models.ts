// The models this server has, with the limits and quirks that a client meets.
import { invalid, Refusal } from './refusal.ts';

export interface ModelFacts {
  readonly id: string;
  readonly displayName: string;
  readonly createdAt: string;
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
  /** Tokens of a text, compared with the common estimate. */
  readonly tokenFactor: number;
  /** A shorter prefix is not cached, and nobody says so. */
  readonly cacheMinTokens: number;
  /** `one`: temperature or top_p, not both. `none`: only the default values. `any`: whatever one likes. */
  readonly sampling: 'any' | 'one' | 'none';
  readonly prefill: boolean;
  readonly effort: boolean;
  readonly thinking: readonly string[];
  /** It thinks unless the request says `disabled`. */
  readonly thinksByDefault: boolean;
}

const HAIKU_4_5: ModelFacts = {
  id: 'claude-haiku-4-5-20251001',
  displayName: 'Claude Haiku 4.5',
  createdAt: '2025-10-15T00:00:00Z',
  maxInputTokens: 200_000,
  maxOutputTokens: 64_000,
  tokenFactor: 1,
  cacheMinTokens: 4096,
  sampling: 'one',
  prefill: true,
  effort: false,
  thinking: ['enabled', 'disabled'],
  thinksByDefault: false,
};

const HAIKU_5_5: ModelFacts = {
  id: 'claude-haiku-5-5',
  displayName: 'Claude Haiku 5.5',
  createdAt: '2026-08-01T00:00:00Z',
  maxInputTokens: 1_000_000,
  maxOutputTokens: 128_000,
  tokenFactor: 1.3,
  cacheMinTokens: 512,
  sampling: 'none',
  prefill: false,
  effort: true,
  thinking: ['adaptive', 'disabled'],
  thinksByDefault: true,
};

const ALIASES: Readonly<Record<string, string>> = { 'claude-haiku-4-5': HAIKU_4_5.id };

const MODELS: readonly ModelFacts[] = [HAIKU_5_5, HAIKU_4_5];

export interface ModelOptions {
  /** Ids that are gone: 404 for whoever asks them. An alias and the id behind it are retired one by one. */
  readonly retired?: readonly string[];
  /** Ids that will be gone, each with the day: `2026-12-01T00:00:00Z`. */
  readonly deprecated?: Readonly<Record<string, string>>;
  /** Further ids, as one's own Anthropic-compatible endpoint has them: no quirks, Haiku 4.5's limits. */
  readonly models?: readonly string[];
}

/** The facts of a model that can be asked; a Refusal for an unknown or retired one. */
export function modelOf(id: string, { retired = [], models = [] }: ModelOptions): ModelFacts {
  const known = findModel(id, { models });
  if (known === undefined || retired.includes(id)) throw new Refusal('not_found_error', `model: ${id}`);
  return known;
}

/** As GET /v1/models/<id> tells it, a retired one too: as a record of what was. */
export function modelInfo(id: string, options: ModelOptions): object {
  const facts = findModel(id, options);
  if (facts === undefined) throw new Refusal('not_found_error', `model: ${id}`);
  const lifecycle = lifecycleOf(facts.id, options);
  const can = (supported: boolean) => ({ supported });
  return {
    type: 'model',
    id: facts.id,
    display_name: facts.displayName,
    created_at: facts.createdAt,
    lifecycle,
    deprecated_at: lifecycle === 'active' ? null : '2026-06-01T00:00:00Z',
    retires_at: lifecycle === 'retired' ? '2026-08-01T00:00:00Z' : (options.deprecated?.[facts.id] ?? null),
    line: facts.id.includes('haiku') ? 'haiku' : null,
    max_input_tokens: facts.maxInputTokens,
    max_tokens: facts.maxOutputTokens,
    capabilities: {
      batch: can(true),
      citations: can(true),
      code_execution: can(false),
      context_management: null,
      effort: effortInfo(facts.effort),
      image_input: can(true),
      pdf_input: can(true),
      server_tools: { supported: false, code_execution: can(false), web_search: can(false) },
      structured_outputs: can(true),
      thinking: {
        supported: true,
        types: Object.fromEntries(
          ['adaptive', 'between_tools', 'disabled', 'enabled'].map((type) => [
            type,
            can(facts.thinking.includes(type)),
          ]),
        ),
      },
    },
  };
}

/** As GET /v1/models tells it: retired ones only to those who ask for them. `query`: of the request. */
export function modelList(options: ModelOptions, query: URLSearchParams): object {
  const wanted = query.getAll('lifecycle[]');
  const bad = wanted.find((one) => !LIFECYCLES.includes(one));
  if (bad !== undefined) throw invalid(`lifecycle: "${bad}" is not one of ${LIFECYCLES.join(', ')}`);
  const limit = Number(query.get('limit') ?? 20);
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) throw invalid('limit: must be between 1 and 1000');
  const shown = wanted.length === 0 ? ['active', 'deprecated'] : wanted;
  const all = [...MODELS.map(({ id }) => id), ...(options.models ?? [])];
  const listed = all.filter((id) => shown.includes(lifecycleOf(id, options)));
  const ids = listed.slice(0, limit);
  return {
    data: ids.map((id) => modelInfo(id, options)),
    has_more: listed.length > limit,
    first_id: ids[0] ?? null,
    last_id: ids.at(-1) ?? null,
  };
}

const LIFECYCLES = ['active', 'deprecated', 'retired'];

function lifecycleOf(id: string, { retired = [], deprecated = {} }: ModelOptions): string {
  if (retired.includes(id)) return 'retired';
  return id in deprecated ? 'deprecated' : 'active';
}

function findModel(id: string, { models = [] }: ModelOptions): ModelFacts | undefined {
  if (models.includes(id)) {
    return { ...HAIKU_4_5, id, displayName: id, sampling: 'any', thinking: ['enabled', 'adaptive', 'disabled'] };
  }
  return MODELS.find((model) => model.id === (ALIASES[id] ?? id));
}

function effortInfo(supported: boolean): object {
  const levels = ['low', 'medium', 'high', 'max', 'xhigh'].map((level) => [level, { supported }]);
  return { supported, ...Object.fromEntries(levels) };
}
