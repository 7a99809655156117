// What the API asks of `tools`, `tool_choice` and `output_config`.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { cacheControl, choice, flag, list, onlyKeys, record, tag, text } from './fields.ts';
import { isRecord, type Json, recordsOf } from './json.ts';
import type { ModelFacts } from './models.ts';
import { invalid } from './refusal.ts';
import { type Complexity, checkComplexity, checkStrictSchema } from './schema-rules.ts';

const TOOL_NAME = /^[a-zA-Z0-9_-]{1,128}$/;
const TOOL_KEYS = [
  'type',
  'name',
  'description',
  'input_schema',
  'strict',
  'cache_control',
  'defer_loading',
  'allowed_callers',
  'eager_input_streaming',
  'input_examples',
];
const MOST_STRICT_TOOLS = 20;
const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'];
const BAD_SCHEMA =
  'JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://docs.claude.com/en/docs/tool-use.';

export function checkToolsAndOutput(body: Json, model: ModelFacts): void {
  const complexity: Complexity = { optional: 0, unions: 0 };
  if (body['tools'] !== undefined) checkTools(list(body['tools'], 'tools'), complexity);
  if (body['tool_choice'] !== undefined) checkToolChoice(record(body['tool_choice'], 'tool_choice'), body);
  if (body['output_config'] !== undefined)
    checkOutputConfig(record(body['output_config'], 'output_config'), model, complexity);
  checkComplexity(complexity);
}

function checkTools(tools: readonly unknown[], complexity: Complexity): void {
  tools.forEach((tool, index) => {
    const at = `tools.${index}`;
    const checked = record(tool, at);
    if (checked['type'] !== undefined && checked['type'] !== null) tag(checked, at, ['custom']);
    checkTool(checked, `${at}.custom`, complexity);
  });
  const names = recordsOf(tools).map(({ name }) => name);
  if (new Set(names).size !== names.length) throw invalid('tools: Tool names must be unique.');
  const strict = recordsOf(tools).filter((tool) => tool['strict'] === true).length;
  if (strict > MOST_STRICT_TOOLS) {
    throw invalid(
      `Too many strict tools (${strict}). The maximum number of strict tools supported is ${MOST_STRICT_TOOLS}. Try reducing the number of tools marked as strict.`,
    );
  }
}

function checkTool(tool: Json, at: string, complexity: Complexity): void {
  onlyKeys(tool, at, TOOL_KEYS);
  if (!TOOL_NAME.test(text(tool['name'], `${at}.name`))) {
    throw invalid(`${at}.name: String should match pattern '${TOOL_NAME.source}'`);
  }
  if (tool['description'] !== undefined) text(tool['description'], `${at}.description`);
  cacheControl(tool, `${at}.`);
  const schema = record(tool['input_schema'], `${at}.input_schema`);
  choice(schema['type'], `${at}.input_schema.type`, ['object']);
  if (['oneOf', 'allOf', 'anyOf'].some((key) => schema[key] !== undefined)) {
    throw invalid(`${at}.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`);
  }
  if (compile(schema) === null) throw invalid(`${at}.input_schema: ${BAD_SCHEMA}`);
  if (flag(tool['strict'], `${at}.strict`) === true) checkStrictSchema(schema, at, complexity);
}

function checkToolChoice(chosen: Json, body: Json): void {
  const type = tag(chosen, 'tool_choice', ['auto', 'any', 'tool', 'none']);
  const at = `tool_choice.${type}`;
  const further = type === 'tool' ? ['name'] : [];
  onlyKeys(chosen, at, ['type', ...further, ...(type === 'none' ? [] : ['disable_parallel_tool_use'])]);
  flag(chosen['disable_parallel_tool_use'], `${at}.disable_parallel_tool_use`);
  const names = recordsOf(body['tools']).map(({ name }) => name);
  if (names.length === 0) throw invalid(`${at}: tool_choice may only be specified while providing tools`);
  if (type === 'tool' && !names.includes(text(chosen['name'], `${at}.name`))) {
    throw invalid(`Tool '${String(chosen['name'])}' not found in provided tools`);
  }
  const thinking = body['thinking'];
  const thinks = isRecord(thinking) && thinking['type'] !== 'disabled';
  if (thinks && (type === 'any' || type === 'tool')) {
    throw invalid('Thinking may not be enabled when tool_choice forces tool use.');
  }
}

function checkOutputConfig(config: Json, model: ModelFacts, complexity: Complexity): void {
  onlyKeys(config, 'output_config', ['format', 'effort']);
  const { effort, format } = config;
  if (effort !== undefined && effort !== null) {
    choice(effort, 'output_config.effort', EFFORTS);
    if (!model.effort) throw invalid('This model does not support the effort parameter.');
  }
  if (format === undefined || format === null) return;
  const checked = record(format, 'output_config.format');
  tag(checked, 'output_config.format', ['json_schema']);
  onlyKeys(checked, 'output_config.format', ['type', 'schema']);
  const at = 'output_config.format.schema';
  const schema = record(checked['schema'], at);
  checkStrictSchema(schema, at, complexity);
  if (compile(schema) === null) throw invalid(`${at}: Invalid schema: ${BAD_SCHEMA}`);
}

const compiled = new Map<string, ReturnType<typeof compileFresh>>();

/** A check of values against a schema; null when it is none. The dialect it names is not looked at. */
export function compile(schema: Json): ((value: unknown) => string | null) | null {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const fresh = compileFresh(schema);
  compiled.set(key, fresh);
  return fresh;
}

function compileFresh({ $schema: _dialect, ...schema }: Json): ((value: unknown) => string | null) | null {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  try {
    const validate = ajv.compile(schema);
    return (value) => (validate(value) ? null : ajv.errorsText(validate.errors, { dataVar: 'answer' }));
  } catch {
    return null;
  }
}
