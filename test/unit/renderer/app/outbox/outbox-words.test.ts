import { describe, expect, it } from 'vitest';
import {
  deliveryOf,
  deliveryWords,
  keptWords,
  linkWords,
  stateWords,
  waitingWords,
  whatWords,
} from '../../../../../renderer/app/outbox/outbox-words.ts';
import { localMinutes } from '../../../../../renderer/app/local-time.ts';
import { DestinationId, OutgoingId, ReportId, StudyId } from '../../../../../shared/model/ids.ts';
import { COMMITMENT_STATES, OUTGOING_STATES, StudyStatus } from '../../../../../shared/model/outbox.ts';
import type { Outgoing, OutgoingCommitment } from '../../../../../shared/model/outbox.ts';
import { LINK_CAUSES } from '../../../../../shared/rules/link-state.ts';
import { idOf } from '../../../../helpers/report-document.ts';

const AT = '2026-03-01T02:58:00.000Z';

function row(more: Partial<Outgoing> = {}): Outgoing {
  return {
    ...{ outgoingId: OutgoingId.parse(idOf('out')), seq: 1, destinationId: DestinationId.parse(idOf('ris')) },
    ...{ destination: 'RIS', site: 'St. Anna', studyId: StudyId.parse(idOf('study')), patientName: 'Doe^Jane' },
    ...{ reportId: ReportId.parse(idOf('report')), accession: null, format: 'hl7', reportState: 'final' },
    ...{
      critical: false,
      state: 'waiting',
      key: 'NJ1',
      attempts: 0,
      mayBeTwice: false,
      mayBeThere: false,
      queuedAt: AT,
      changedAt: AT,
    },
    ...{ notBefore: null, receipt: null, reason: null, hold: [], status: null, commitment: null },
    ...more,
  };
}

const said = (rows: readonly Outgoing[]): string => deliveryWords(deliveryOf(rows));

describe('what the list says of a signed report', () => {
  it('is nothing where nothing goes out', () => {
    expect([said([]), said([row({ state: 'dropped' })])]).toEqual(['', '']);
  });

  it('is not delivered until every form of it is', () => {
    const there = row({ state: 'delivered', receipt: { at: AT, proof: 'answer', text: 'AA' } });
    expect(said([there, row()])).toBe('Signed, not delivered');
    expect(said([there, row({ state: 'unclear' })])).toBe('Signed, not delivered');
    expect(said([there, row({ state: 'dropped' })])).toBe(`delivered ${localMinutes(AT).slice(11)}`);
  });

  it('asks for somebody where a person has to look', () => {
    const there = row({ state: 'delivered' });
    for (const more of [{ state: 'held' }, { state: 'refused' }, { state: 'delivered', mayBeTwice: true }] as const) {
      expect(said([there, row(more)])).toBe('Signed, delivery needs you');
    }
  });

  it('has words and a glyph for every state', () => {
    const all = OUTGOING_STATES.map((state) => stateWords(row({ state })));
    expect(new Set(all.map(({ words }) => words)).size).toBe(all.length);
    expect(all.every(({ glyph }) => glyph.length === 1)).toBe(true);
    expect(stateWords(row({ state: 'delivered', mayBeTwice: true })).words).toContain('twice');
    for (const state of ['held', 'refused'] as const) {
      expect(stateWords(row({ state, mayBeThere: true })).words).toContain('may be there');
    }
  });

  it('keeps taken and kept apart, and asks for somebody where the archive does not keep it', () => {
    const asking = (state: OutgoingCommitment['state']): OutgoingCommitment => ({
      ...{ state, at: AT, asked: 1, notBefore: null, text: '' },
    });
    const taken = { state: 'delivered', receipt: { at: AT, proof: 'answer', text: '' } } as const;
    for (const state of COMMITMENT_STATES) {
      const one = row({ ...taken, commitment: asking(state) });
      expect(/^committed /.test(keptWords(one))).toBe(state === 'committed');
      expect(stateWords(one).words).toBe('delivered');
      const needs = ['failed', 'unanswered', 'refused'].includes(state);
      expect(said([one])).toBe(needs ? 'Signed, delivery needs you' : `delivered ${localMinutes(AT).slice(11)}`);
    }
    expect(keptWords(row())).toBe('');
  });

  it('names what a status says', () => {
    const all = StudyStatus.options.map((status) =>
      whatWords(row({ format: 'hl7-status', reportState: null, status })),
    );
    expect(new Set(all).size).toBe(all.length);
    expect(whatWords(row({ format: 'key-images', reportState: null }))).toBe('key images');
  });
});

describe('what the banner says of a line', () => {
  it('is whose, since when and why', () => {
    const link = { kind: 'source', id: 'pacs', name: 'PACS', site: 'St. Anna', since: AT, unsteady: false } as const;
    const words = linkWords({ ...link, state: 'down', cause: 'vpn' });
    expect(words).toBe(
      `PACS (St. Anna) is not reached since ${localMinutes(AT).slice(11)}: the tunnel (VPN) to the site is down.`,
    );
    const all = LINK_CAUSES.map((cause) => linkWords({ ...link, state: 'down', cause }));
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((one) => /[.?]$/.test(one) && !one.includes('?.'))).toBe(true);
  });
});

describe('how much waits while a line is down', () => {
  it('is what goes out by itself; what is held or refused needs somebody', () => {
    expect(waitingWords([row(), row({ state: 'sending' }), row({ state: 'delivered' })])).toBe('2 waiting');
    expect(waitingWords([row(), row({ state: 'held' }), row({ state: 'refused' })])).toBe('1 waiting, 2 need you');
    expect(waitingWords([row({ state: 'held' })])).toBe('1 needs you');
    expect(waitingWords([row({ state: 'dropped' })])).toBe('');
  });
});
