import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCaseTables } from '../../../../../electron/station/hanging/load-hanging.ts';
import { ONE_MONITOR } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { hangingCase } from '../../../../../shared/hanging/protocol/case-of-study.ts';
import { ProtocolMatcher } from '../../../../../shared/hanging/protocol/match.ts';
import type { OrderFacts } from '../../../../../shared/model/order-facts.ts';
import { siteWords } from '../../../../../shared/rules/imaging-order/body-sites.ts';
import type { StudyForReading } from '../../../../../shared/model/study.ts';
import { projectRoot } from '../../../../helpers/runtime.ts';
import { axial, seriesOf, studyOf } from '../studies.ts';
import { protocolOf } from './cases.ts';

const ORDER: OrderFacts = {
  ...{ orderId: 'o', status: 'scheduled', priority: 'routine', procedure: 'CT knee', reason: 'fell' },
  asked: { procedures: ['RPID22^RADLEX'], reasons: ['S83.2^I10'], sides: ['L'] },
  ...{ requester: { name: 'REF, DOC', phone: null }, accessions: [], dueAt: null, clockFrom: null },
  ...{ scheduledAt: null, orderedAt: null, receivedAt: '2026-03-01T02:00:00.000Z', changes: 0, others: 0 },
  ...{ mismatches: [], mergedInto: null },
};
const BY_CODE = protocolOf({
  for: [
    { attribute: 'procedureCode', is: 'equals', value: 'RPID22', weight: 10, must: true },
    { attribute: 'reasonCode', is: 'equals', value: 'S83.2^I10', weight: 5 },
    { attribute: 'side', is: 'equals', value: 'L', weight: 2 },
    { attribute: 'modality', is: 'equals', value: 'CT', weight: 1 },
  ],
});
const tables = loadCaseTables(path.join(projectRoot, 'resources'));

function hung(
  order: OrderFacts | undefined,
  image: Parameters<typeof axial>[2] = {},
  description: string | null = null,
) {
  const { study, ...rest } = studyOf(1, [seriesOf('ct', 'CT', [axial('a', 0, { modality: 'CT', ...image })])]);
  const bare = { ...study, modalities: ['CT'], bodyParts: [], description, reason: order?.reason ?? null };
  const opened: StudyForReading = { ...rest, study: order ? { ...bare, order } : bare };
  const facts = hangingCase(opened, [], tables, { reader: null, monitors: ONE_MONITOR });
  const { protocol, candidates } = new ProtocolMatcher([BY_CODE]).hang(facts);
  return {
    study: facts.study,
    hangs: protocol !== null,
    words: candidates[0]?.rules.slice(0, 4).map((one) => one.words),
  };
}

describe('what an order asks for', () => {
  it('hangs a protocol by code, reason and side, and says whose order it was', () => {
    const { hangs, words, study } = hung(ORDER);
    expect(hangs).toBe(true);
    expect(words).toEqual([
      'procedure code RPID22: needed, +10, by the order of REF, DOC',
      'code of the reason S83.2^I10: wanted, +5, by the order of REF, DOC',
      'side L: wanted, +2, by the order of REF, DOC',
      'modality CT: wanted, +1',
    ]);
    expect(study).toMatchObject({ description: 'CT knee', reason: 'fell' });
    expect(hung({ ...ORDER, requester: { name: null, phone: null } }).words?.[0]).toMatch(/, by the order$/);
  });

  it('is nothing without an order, nor by one that names another patient', () => {
    expect(hung(undefined).hangs).toBe(false);
    expect(hung({ ...ORDER, mismatches: ['birth-date'] }).hangs).toBe(false);
  });

  it('names the part of the body where the images do not: by its site, else by its procedure', () => {
    const asked = { procedures: [], reasons: [], sides: [], sites: ['left knee'] };
    const parts = (order: OrderFacts, image: Parameters<typeof axial>[2] = {}) => hung(order, image).study;
    expect(parts({ ...ORDER, procedure: 'CT', asked })).toMatchObject({ parts: ['knee'], regions: ['lower limb'] });
    expect(parts(ORDER)).toMatchObject({ parts: ['knee'], order: { without: { parts: [], regions: [] } } });
    expect(parts({ ...ORDER, procedure: 'CT', asked: { ...asked, sites: [] } }).parts).toEqual([]);
    expect(parts({ ...ORDER, asked, mismatches: ['sex'] }).parts).toEqual([]);
    expect(hung({ ...ORDER, asked }, {}, 'CT Thorax').study.parts).toEqual(['chest']);
    const codes = ['69536005', '816094009', '818981001', '816092008', '421060004', '53120007', '72696002', '416775004'];
    const named = codes.map((code) => parts({ ...ORDER, procedure: null, asked: { ...asked, sites: siteWords([code], []) } }).regions); // prettier-ignore
    expect(named).toEqual([['head'], ['chest'], ['abdomen'], ['pelvis'], ['spine'], ['upper limb'], ['lower limb'], ['chest', 'abdomen', 'pelvis']]); // prettier-ignore
  });

  it('gives way to the side that the images show, and adds nothing to a code that they have', () => {
    const asked = { procedures: ['RPID22^RADLEX'], reasons: [] };
    const { words, study } = hung(ORDER, { laterality: 'R', asked });
    expect(study.sides).toEqual(['R']);
    expect(words?.[0]).toBe('procedure code RPID22: needed, +10');
    expect(words?.[2]).toBe('side L: wanted, it is R, 0');
  });
});
