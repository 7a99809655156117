import { describe, expect, it } from 'vitest';
import { openIncident, stateWith, toldAs, waitingEntry } from '../../tests/support/open-state.ts';
import { encodeLedger, parseLedger } from './ledger-codec.ts';

const { ledger } = stateWith([openIncident('mysql', { told: toldAs('SEV-1') }), openIncident('api')], {
  ledger: {
    fence: 7,
    recent: { 'service:mysql': 'oDoDdiru' },
    recentAt: [new Date('2026-11-21T03:00:00Z')],
    past: [
      {
        ...{ id: 'INC-20261101-003', key: 'service:mysql', codes: ['oom-crash-loop'], title: 'mysql is down' },
        ...{ resolvedAt: new Date('2026-11-01T04:00:00Z'), end: { by: 'person', text: 'limit raised' } },
      },
    ],
    outbox: [waitingEntry()],
    restarts: { 'uid/app': 7 },
    pauses: { 'slack:#critical': new Date('2026-11-21T04:00:00Z') },
    tally: { since: new Date('2026-11-20T00:00:00Z'), cycles: 4, incidents: 2, usd: 0.5 },
  },
});

it('a ledger comes back as it was, with its times', () => {
  expect(parseLedger(encodeLedger(ledger))).toEqual({ status: 'ok', ledger });
});

describe('a ledger of an older version', () => {
  const { fence, outbox, threads, pauses, tally, pageSize, past, recentAt, ...rest } = ledger;
  const incidents = ledger.incidents.map(({ told, ...incident }) => {
    const { to, ...before } = told ?? { to: [] };
    return { ...incident, told: told === null ? null : before };
  });
  const version1 = { ...rest, schemaVersion: 1, incidents, recent: { 'service:mysql': [false, true] } };
  const trends = { recentAt: [], recent: { 'service:mysql': 'ot' }, past: [] };

  it('of version 1: told in a channel was told at that channel of Slack, and begins with an empty outbox', () => {
    const parsed = parseLedger(JSON.stringify(version1));
    expect(parsed).toEqual({
      status: 'ok',
      ledger: { ...ledger, ...trends, fence: 0, outbox: [], threads: [], pauses: {}, tally: null, pageSize: null },
    });
  });

  it('of version 2 keeps what it knew of the last five cycles, and knows nothing of what was over long ago', () => {
    const { past, recentAt, ...before } = ledger;
    const recent = { 'service:mysql': [true, false, true], 'service:api': [] };
    const parsed = parseLedger(JSON.stringify({ ...before, schemaVersion: 2, recent }));
    expect(parsed).toEqual({
      status: 'ok',
      ledger: { ...ledger, recent: { 'service:mysql': 'tot' }, recentAt: [], past: [] },
    });
  });

  it('that is none stays none', () => {
    expect(parseLedger('{"schemaVersion":1,"incidents":[{"told":{"channel":5}}]}').status).toBe('damaged');
  });
});

it.each([
  ['{"schemaVersion":99,"something":"else"}', { status: 'newer', version: 99 }],
  ['null', { status: 'damaged', why: 'it has lost its checksum' }],
  ['{"schemaVersion":"2"}', { status: 'damaged', why: 'not a ledger' }],
  ['{"schemaVersion":2}', { status: 'damaged', why: 'not a ledger at its beginning' }],
  ['{"schemaVersion":3}', { status: 'damaged', why: 'not a ledger at cluster' }],
  [JSON.stringify({ ...ledger, recent: { a: 'Dx' } }), { status: 'damaged', why: 'not a ledger at recent.a' }],
  [JSON.stringify({ ...ledger, fence: 1.5 }), { status: 'damaged', why: 'not a ledger at fence' }],
  // One that can't be exceeded would lock everybody out.
  [JSON.stringify({ ...ledger, fence: 1e15 }), { status: 'damaged', why: 'not a ledger at fence' }],
])('%.40s', (text, expected) => {
  expect(parseLedger(text)).toEqual(expected);
});
