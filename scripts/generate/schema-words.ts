// A JSON Schema in the few words that fit into a table.

type Schema = Readonly<Record<string, unknown>>;

interface Field {
  readonly name: string;
  readonly type: string;
  readonly about: string;
}

/** The fields of an object, those of objects inside it as `a.b` and of lists as `a[].b`. */
export function fieldsOf(schema: Schema, prefix = ''): Field[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(asSchema(schema['properties'])).flatMap(([key, value]) => {
    const field = asSchema(value);
    const name = `${prefix}${key}`;
    const isOptional = !required.includes(key) || field['default'] !== undefined;
    const own = { name, type: typeWords(field) + (isOptional ? optionalWords(field) : ''), about: aboutOf(field) };
    const { kind, inner } = insideOf(field);
    return [own, ...(inner === null ? [] : fieldsOf(inner, `${name}${kind === 'list' ? '[]' : ''}.`))];
  });
}

function optionalWords(field: Schema): string {
  const given = field['default'];
  return given === undefined ? ', optional' : `, ${JSON.stringify(given)} when left out`;
}

function aboutOf(field: Schema): string {
  return typeof field['description'] === 'string' ? field['description'] : '';
}

function typeWords(field: Schema): string {
  const choices = Array.isArray(field['anyOf']) ? field['anyOf'].map(asSchema) : [];
  if (choices.length > 0) return choices.map(typeWords).join(' or ');
  if (Array.isArray(field['enum'])) return field['enum'].map((value) => `\`${value}\``).join(', ');
  if (field['const'] !== undefined) return `\`${field['const']}\``;
  const { type } = field;
  if (Array.isArray(type)) return type.map((one) => typeWords({ ...field, type: one })).join(' or ');
  if (type === 'array') return `list of ${typeWords(asSchema(field['items']))}`;
  if (type === 'object' && field['properties'] === undefined) {
    return `object of ${typeWords(asSchema(field['additionalProperties']))}`;
  }
  if (type === 'integer' || type === 'number') return `${type}${rangeWords(field)}`;
  return typeof type === 'string' ? type : 'anything';
}

function rangeWords({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` from ${minimum} up`;
  return maximum === undefined ? '' : ` up to ${maximum}`;
}

/** The object inside a field, if it is or lists objects; null ones among the choices are passed over. */
function insideOf(field: Schema): { readonly kind: 'object' | 'list'; readonly inner: Schema | null } {
  const choices = Array.isArray(field['anyOf']) ? field['anyOf'].map(asSchema) : [field];
  for (const choice of choices) {
    if (choice['type'] === 'object' && choice['properties'] !== undefined) return { kind: 'object', inner: choice };
    const items = asSchema(choice['items']);
    if (choice['type'] === 'array' && items['properties'] !== undefined) return { kind: 'list', inner: items };
  }
  return { kind: 'object', inner: null };
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
