import { describe, expect, it } from 'vitest';
import type { ImagingOrder } from '../../../../../shared/model/imaging-order.ts';
import { mismatchWords, orderMismatches } from '../../../../../shared/rules/imaging-order/identity.ts';
import type { StudyPatient } from '../../../../../shared/rules/imaging-order/identity.ts';
import { mergeOrder, withPatient } from '../../../../../shared/rules/imaging-order/merge-order.ts';
import { orderFromQuery } from '../../../../../shared/rules/imaging-order/from-query.ts';
import { dueTime } from '../../../../../shared/rules/imaging-order/service-level.ts';
import { sampleOrder } from '../../../../helpers/imaging-orders.ts';

describe('an order after a message about it', () => {
  const before = sampleOrder({ reason: 'fell', priority: 'stat', priorityCode: 'S' });

  it('keeps what a change does not name', () => {
    const said: ImagingOrder = sampleOrder({
      ...{ placer: null, accessions: ['ACC2'], studyUids: [], procedures: [], modality: null, reason: null },
      ...{ priority: 'routine', priorityCode: null, orderedAt: '2026-03-01T09:00:00.000Z', scheduledAt: null },
      requester: { name: { alphabetic: '', ideographic: '', phonetic: '' }, phone: null },
    });
    expect(mergeOrder(before, 'change', said)).toEqual({ ...before, accessions: ['ACC2', 'ACC1'] });
  });

  it('takes what a change names, and deletes what it is asked to', () => {
    const said = sampleOrder({ reason: '', priority: 'routine', priorityCode: 'R' });
    expect(mergeOrder(before, 'change', said)).toMatchObject({ reason: null, priority: 'routine', priorityCode: 'R' });
  });

  it('is cancelled and held with everything else as it was', () => {
    const bare = sampleOrder({ accessions: [], reason: null, status: 'cancelled' });
    expect(mergeOrder(before, 'cancel', bare)).toEqual({ ...before, status: 'cancelled' });
    expect(mergeOrder(before, 'hold', { ...bare, status: 'held' }).status).toBe('held');
  });

  it('takes the demographics that the site says now, and never an id', () => {
    const name = { alphabetic: 'ROE^JANE', ideographic: '', phonetic: '' };
    const said = { issuer: 'X', patientId: 'Y', name, birthDate: null, sex: null };
    expect(withPatient(before, said).patient).toEqual({ ...before.patient, name });
  });
});

describe('order and study of one patient', () => {
  const order = sampleOrder().patient;
  const study: StudyPatient = { issuer: 'ANNA', patientId: 'MRN1', name: order.name, birthDate: '19600101', sex: 'F' };
  it.each<[Partial<StudyPatient>, readonly string[]]>([
    [{}, []],
    [{ patientId: 'MRN2' }, ['patient-id']],
    [{ issuer: 'St. Anna', patientId: 'MRN2' }, ['patient-id']],
    [{ issuer: 'elsewhere', patientId: 'MRN2' }, []],
    [{ name: { alphabetic: 'ROE^JOHN', ideographic: '', phonetic: '' } }, ['patient-name']],
    [{ name: { alphabetic: 'Döe^Jane', ideographic: '', phonetic: '' } }, []],
    [{ birthDate: '19600102', sex: 'M' }, ['birth-date', 'sex']],
    [{ birthDate: '1960', sex: null, patientId: null }, []],
    [{ birthDate: '1960.01.01' }, []],
  ])('%j gives %j', (more, mismatches) => {
    expect(orderMismatches(order, { ...study, ...more }, 'St. Anna')).toEqual(mismatches);
  });

  it('follows the merges of the site for ids, and for nothing else', () => {
    const merged = (_: string, a: string, b: string): boolean => [a, b].sort().join() === 'MRN1,MRN2';
    expect(orderMismatches(order, { ...study, patientId: 'MRN2' }, 'St. Anna', merged)).toEqual([]);
    expect(orderMismatches(order, { ...study, patientId: 'MRN2', sex: 'M' }, 'St. Anna', merged)).toEqual(['sex']);
  });

  it('is said in words', () => {
    expect(mismatchWords(['patient-id', 'patient-name', 'sex'])).toBe('patient id, name and sex');
  });
});

describe('the due time of an order', () => {
  const at = { orderedAt: '2026-03-01T02:00:00.000Z', arrived: '2026-03-01T02:20:00.000Z' };
  const order = sampleOrder({ priority: 'stat', priorityCode: 'S', orderedAt: at.orderedAt });
  const level = { priority: 'STAT', modality: null, from: 'arrival', minutes: 60 } as const;

  it('counts from the order or from the images', () => {
    expect(dueTime([level], order, ['CT'], at.arrived)).toEqual({
      ...{ dueAt: '2026-03-01T03:20:00.000Z', minutes: 60 },
      from: { at: at.arrived, what: 'arrival' },
    });
    expect(dueTime([{ ...level, from: 'order' }], order, ['CT'], null)?.dueAt).toBe('2026-03-01T03:00:00.000Z');
    expect(dueTime([level], order, ['CT'], null)).toBeNull();
  });

  it('is that of the modality before that of all, and the shortest of several', () => {
    const levels = [level, { ...level, modality: 'CT', minutes: 90 }, { ...level, modality: 'CT', minutes: 80 }];
    expect(dueTime(levels, order, ['CT'], at.arrived)?.minutes).toBe(80);
    expect(dueTime(levels, order, ['MR'], at.arrived)?.minutes).toBe(60);
  });

  it('goes by the priority as the site writes it, or as it is read here', () => {
    const own = { ...level, priority: 'S1' };
    expect(dueTime([own], { ...order, priorityCode: 's1' }, [], at.arrived)).not.toBeNull();
    expect(dueTime([own], order, [], at.arrived)).toBeNull();
    expect(dueTime([level], { ...order, priority: 'routine', priorityCode: null }, [], at.arrived)).toBeNull();
  });
});

describe('an order known by a query alone', () => {
  it('has what the query gives, and no priority, reason or clock', () => {
    const order = orderFromQuery(
      {
        ...{ studyUid: '1.2.3', issuer: null, patientId: 'MRN1', birthDate: '19600101', sex: 'F' },
        patientName: { alphabetic: 'DOE^JANE', ideographic: '', phonetic: '' },
        ...{ studyDate: '20260301', studyTime: null, accession: 'ACC1', description: 'CT head', referring: 'REF^DOC' },
        ...{ modalities: ['CT'], series: 1, instances: 2, availability: null },
      },
      'St. Anna',
    );
    expect(order).toMatchObject({
      ...{
        accessions: ['ACC1'],
        studyUids: ['1.2.3'],
        modality: 'CT',
        reason: null,
        priorityCode: null,
        orderedAt: null,
      },
      requester: { name: { alphabetic: 'REF^DOC' }, phone: null },
    });
  });
});
