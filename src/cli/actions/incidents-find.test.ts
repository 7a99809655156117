import { expect, it } from 'vitest';
import { openIncident, overIncident, stateWith } from '../../../tests/support/open-state.ts';
import { findIncident, onlyState } from './incidents-find.ts';
import { statesOf } from './incidents-state.ts';

const states = [
  stateWith([
    openIncident('mysql'),
    openIncident('vault', { id: 'INC-20261121-011' }),
    openIncident('node', { id: 'INC-20261120-011' }),
    overIncident('redis'),
    overIncident('redis', { id: 'INC-20261118-002' }),
    overIncident('redis', { id: 'INC-20261117-002' }),
  ]),
];

function find(which: string, among = states): string {
  const found = findIncident(among, which);
  return 'fault' in found ? found.fault : found.value.incident.id;
}

it.each([
  ['INC-20261121-001', 'INC-20261121-001'],
  ['inc-20261119-001 ', 'INC-20261119-001'],
  // What is open goes before what is over.
  ['001', 'INC-20261121-001'],
  ['INC-20261118', 'INC-20261118-002'],
  ['20261120-011', 'INC-20261120-011'],
])('finds %s', (which, id) => expect(find(which)).toBe(id));

it.each([
  ['011', '"011" may be INC-20261121-011, INC-20261120-011; write more of it'],
  ['002', '"002" may be INC-20261118-002, INC-20261117-002; write more of it'],
  ['007', 'no incident is called "007"; open: INC-20261121-001, INC-20261121-011, INC-20261120-011'],
  [' ', 'no incident is called " "; open: INC-20261121-001, INC-20261121-011, INC-20261120-011'],
])('names what there is for "%s"', (which, fault) => expect(find(which)).toBe(fault));

it('says it when nothing is there at all', () => {
  expect(find('001', [])).toContain('no cycle has run here yet');
  expect(find('009', [stateWith([overIncident('redis')])])).toContain('nothing is open, and');
});

it('asks for the cluster when two have an incident of that name, or for a silence of a service', () => {
  const two = [stateWith([openIncident('mysql')]), stateWith([openIncident('vault')], { cluster: 'lab' })];
  const fault = '"001" may be INC-20261121-001 in homelab, INC-20261121-001 in lab; add --cluster: homelab, lab';
  expect(find('001', two)).toBe(fault);
  expect(onlyState(two)).toEqual({ fault: 'it has to be said for which cluster: add --cluster (homelab, lab)' });
  expect(statesOf(two, 'lab')).toEqual({ value: [two[1]] });
  expect(statesOf(two, 'uid-lab')).toEqual({ value: [two[1]] });
  expect(statesOf(two, 'prod')).toEqual({ fault: 'no cluster "prod" is known here; known: homelab, lab' });
});
