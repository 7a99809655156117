import { expect, it } from 'vitest';
import { alertOf } from '../../../tests/support/alert.ts';
import { composing } from '../../../tests/support/cycles.ts';
import { NOW } from '../../../tests/support/view.ts';
import { composeMessages } from '../compose-messages.ts';
import { alertText } from './alert-text.ts';
import { withCluster } from './cluster-line.ts';
import { editedText, rewordedText } from './edited-text.ts';

it('the cluster stands right below the headline, where an edit leaves it', () => {
  const text = withCluster(alertText(alertOf()), 'home <!here>');
  expect(text.split('\n')[1]).toBe('Cluster: home < !here>');
  const edited = editedText(text, { mark: 'RESOLVED', title: 'api is down', status: 'resolved', hit: null });
  expect(edited.split('\n').slice(0, 3)).toEqual([
    '[RESOLVED] api is down',
    'Status: resolved',
    'Cluster: home < !here>',
  ]);
  expect(rewordedText(edited, text).split('\n')[2]).toBe('Cluster: home < !here>');
});

it('every message names it where there are several, and none where there is one', () => {
  const composed = (cluster: string | null) =>
    composeMessages([alertOf()], [], { ...composing(NOW), allWell: 'all well', cluster }).map(
      ({ text }) => text.split('\n')[1],
    );
  expect(composed('home')).toEqual(['Cluster: home', 'Cluster: home']);
  expect(composed(null).join()).not.toContain('Cluster');
});
