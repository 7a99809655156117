import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { livelyIn, NOTHING, outsideOfCode } from '../../../tests/fakes/webhook/lively.ts';
import { message } from '../../../tests/fakes/webhook/sending.ts';
import { HOSTILE } from '../../../tests/support/hostile-text.ts';
import { READY_TEMPLATES } from '../../domain/sink-settings.ts';
import { compile } from './template.ts';
import { TEMPLATES } from './templates.ts';
import { viewOf } from './view.ts';

const VALUES = { topic: 'alerts', chat_id: '-100' };

describe('a template', () => {
  it.each([
    ['{"a": {{ txet | json }}}', 'undefined variable: txet, line:1'],
    ['{"a":\n {{ text | jsn }}}', 'undefined filter: jsn, line:2'],
    ['{"a": {% if open %}1}', 'tag {% if open %} not closed, line:1'],
    ['{"a": "{{ text }}"}', 'renders no JSON'],
    ['{"a": {% if kind == "storm" %}oops{% else %}1{% endif %}}', 'renders no JSON'],
    ['{"a": {% if open %}1{% else %}{{ nothing }}{% endif %}}', 'undefined variable: nothing'],
    ['{"a": {% if severity == "SEV-4" %}{{ nothing }}{% else %}1{% endif %}}', 'undefined variable: nothing'],
    ['{% include "/etc/passwd" %}', 'Failed to lookup "/etc/passwd"'],
    ['{% render "/etc/passwd" %}', 'Failed to lookup "/etc/passwd"'],
    ['{"a": {{ text.constructor | json }}}', 'undefined variable: text.constructor'],
    ['{"a": {% for i in (1..100000000) %}1{% endfor %}}', "can't be used"],
  ])('that is wrong is found at the start: %s', (source, wanted) => {
    expect(() => compile('ops', source, {})).toThrow(wanted);
    expect(() => compile('ops', source, {})).toThrow(/^ops: the template can't be used/);
  });

  it('takes no value by the name of a variable', () => {
    expect(() => compile('ops', '{}', { text: 'x' })).toThrow('ops: values may not be called "text"');
  });

  it.each(READY_TEMPLATES)('%s renders one line of JSON, whatever the text', (name) => {
    const { source, room, linksBroken } = TEMPLATES[name];
    const body = compile('ops', source, VALUES);
    fc.assert(
      fc.property(fc.array(HOSTILE, { maxLength: 30 }), fc.boolean(), (parts, open) => {
        const view = viewOf(message({ text: parts.join(''), open }), { cluster: 'c', room, linksBroken });
        expect(body(view)).not.toContain('\n');
        expect(JSON.parse(body(view))).toBeTypeOf('object');
      }),
      { numRuns: 60 },
    );
  });

  it.each(['discord', 'mattermost'] as const)('%s lets nothing of it out of its code', (name) => {
    const { source, room, linksBroken } = TEMPLATES[name];
    const body = compile('ops', source, VALUES);
    fc.assert(
      fc.property(fc.array(HOSTILE, { maxLength: 30 }), (parts) => {
        const json = JSON.parse(body(viewOf(message({ text: parts.join('') }), { cluster: 'c', room, linksBroken })));
        const texts: string[] = name === 'discord' ? [json.content, json.embeds[0]?.description ?? ''] : [json.text];
        expect(texts.map((text) => livelyIn(outsideOfCode(text)))).toEqual(texts.map(() => NOTHING));
        expect(outsideOfCode(texts.join('\n'))).not.toContain('`');
      }),
      { numRuns: 100 },
    );
  });

  it('telegram covers all of it', () => {
    const { source, room, linksBroken } = TEMPLATES.telegram;
    const body = compile('ops', source, VALUES);
    fc.assert(
      fc.property(fc.array(HOSTILE, { minLength: 1, maxLength: 30 }), (parts) => {
        const json = JSON.parse(body(viewOf(message({ text: parts.join('') }), { cluster: 'c', room, linksBroken })));
        expect(json.entities).toEqual([{ type: 'pre', offset: 0, length: json.text.length }]);
        expect(json.text.length).toBeLessThanOrEqual(4096);
        expect(json).not.toHaveProperty('parse_mode');
      }),
      { numRuns: 60 },
    );
  });
});
