import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { readSiteMessage } from '../../../../../shared/hl7/orders/order-message.ts';
import type { OrderChange, SiteMessage } from '../../../../../shared/hl7/orders/order-message.ts';
import { parseMessage } from '../../../../../shared/hl7/parse.ts';
import { ImagingOrder } from '../../../../../shared/model/imaging-order.ts';
import { USUAL_SEPARATORS } from '../../../../../shared/hl7/message.ts';
import { escapeText } from '../../../../../shared/hl7/escape.ts';

const TERMS = { site: 'St. Anna', zone: 'Europe/Berlin' };
const MSH = (type: string): string => `MSH|^~\\&|RIS|ANNA|NJ|HOME|20260301031500+0100||${type}|M1|P|2.5.1`;
const PID = 'PID|1||77^^^OLD^PI~MRN1^^^ANNA&1.2.3&ISO^MR||DOE^JANE^A^JR^DR||19600101|F';
const ORC = 'ORC|NW|PL1^RIS|FI1^RIS||SC||^^^20260301040000^^S||20260301030000|||R1^REF^DOC^^^DR||^^PH^^49^30^1234';
const OBR =
  'OBR|1|PL1|FI1|CTH^CT head^L|||||||||fell; headache|||R9^OTHER^DOC|555|ACC1||||||CT|||^^^20260301050000^^R||||I61.9^Bleed^I10';

const read = (...segments: string[]): SiteMessage => readSiteMessage(parseMessage(segments.join('\r')), TERMS);

function only(message: SiteMessage): OrderChange {
  if (message.kind !== 'orders') throw new Error(`a message of kind ${message.kind}`);
  expect(message.orders).toHaveLength(1);
  return message.orders[0] as OrderChange;
}

describe('an order by ORM^O01', () => {
  it('gives every field of an imaging order', () => {
    const message = read(MSH('ORM^O01'), PID, 'PV1|1|E', ORC, OBR);
    expect(message).toMatchObject({ controlId: 'M1', sentAt: '2026-03-01T02:15:00.000Z' });
    const { act, order } = only(message);
    expect(act).toBe('new');
    expect(order).toEqual({
      site: 'St. Anna',
      placer: 'PL1',
      filler: 'FI1',
      accessions: ['ACC1'],
      studyUids: [],
      procedures: [{ value: 'CTH', meaning: 'CT head', scheme: 'L' }],
      modality: 'CT',
      reason: 'Bleed; fell; headache',
      reasonCodes: [{ value: 'I61.9', meaning: 'Bleed', scheme: 'I10' }],
      priority: 'routine',
      priorityCode: 'R',
      requester: { name: { alphabetic: 'REF^DOC^^DR', ideographic: '', phonetic: '' }, phone: '49 30 1234' },
      patient: {
        issuer: 'ANNA',
        patientId: 'MRN1',
        name: { alphabetic: 'DOE^JANE^A^DR^JR', ideographic: '', phonetic: '' },
        birthDate: '19600101',
        sex: 'F',
      },
      scheduledAt: '2026-03-01T04:00:00.000Z',
      orderedAt: '2026-03-01T02:00:00.000Z',
      zone: 'Europe/Berlin',
      status: 'scheduled',
    });
    expect(ImagingOrder.safeParse(order).success).toBe(true);
  });

  it('keeps what it is called by other schemes and billed by, and the side of the site or of a modifier', () => {
    const obr = (site: string, more: string): string =>
      `OBR|1|PL1|FI1|KN^Knee^L^RPID1^Knee^RADLEX|||||||||||${site}|||ACC1${'|'.repeat(13)}I1^a^L^S83.2^b^I10${more}`;
    const plain = only(read(MSH('ORM^O01'), PID, ORC, obr('', ''))).order;
    expect(plain).toMatchObject({
      procedures: [{ value: 'KN', scheme: 'L' }],
      otherCodes: [{ value: 'RPID1', meaning: 'Knee', scheme: 'RADLEX' }],
      reasonCodes: [{ value: 'I1' }, { value: 'S83.2', scheme: 'I10' }],
    });
    expect(plain.sides).toBeUndefined();
    const sides = (site: string, more = ''): unknown =>
      only(read(MSH('ORM^O01'), PID, ORC, obr(site, more))).order.sides;
    expect(sides('^^^^L')).toEqual(['L']);
    expect(sides('^^^KNEE&right knee')).toEqual(['R']);
    const { sites } = only(read(MSH('ORM^O01'), PID, ORC, obr('^^^KNEE&right knee', ''))).order;
    expect([sites, plain.sites]).toEqual([['KNEE', 'right knee'], undefined]);
    const billed = `${'|'.repeat(13)}73721^MR knee^C4|LT^left^HL70340~RT`;
    const { order } = only(read(MSH('ORM^O01'), PID, ORC, obr('', billed)));
    expect(order.sides).toEqual(['L', 'R']);
    expect(order.otherCodes).toMatchObject([{ value: 'RPID1' }, { value: '73721', scheme: 'C4' }]);
    expect(ImagingOrder.safeParse(order).success).toBe(true);
  });

  it.each([
    ['TQ1|1||||||20260301060000||S', 'stat', 'S'],
    ['TQ1|1|||||||A', 'routine', 'R'],
    ['TQ1|1||||||||A^ASAP^HL70485|A^ASAP^HL70485', 'urgent', 'A'],
    ['TQ1|1|||||||x|STAT', 'stat', 'STAT'],
    ['TQ1|1|||||||x|constructor', 'routine', 'constructor'],
  ])('takes the priority of %s first', (tq1, priority, code) => {
    const { order } = only(read(MSH('ORM^O01'), PID, ORC, tq1, OBR));
    expect([order.priority, order.priorityCode]).toEqual([priority, code]);
  });

  it.each([
    ['NW', 'new', 'scheduled'],
    ['XO', 'change', 'scheduled'],
    ['SC', 'change', 'scheduled'],
    ['CA', 'cancel', 'cancelled'],
    ['DC', 'cancel', 'cancelled'],
    ['OC', 'cancel', 'cancelled'],
    ['HD', 'hold', 'held'],
    ['RL', 'change', 'scheduled'],
  ])('ORC-1 %s is a %s, the order then %s', (control, act, status) => {
    const change = only(read(MSH('ORM^O01'), PID, ORC.replace('NW', control), OBR));
    expect([change.act, change.order.status]).toEqual([act, status]);
  });

  it.each([
    ['IP', 'in-progress'],
    ['CM', 'done'],
    ['CA', 'cancelled'],
  ])('ORC-5 %s is the status %s', (sent, status) => {
    expect(only(read(MSH('ORM^O01'), PID, ORC.replace('||SC||', `||${sent}||`), OBR)).order.status).toBe(status);
  });

  it('may hold several orders', () => {
    const message = read(
      MSH('ORM^O01'),
      PID,
      ORC,
      OBR,
      ORC.replaceAll('1^RIS', '2^RIS'),
      OBR.replaceAll('ACC1', 'ACC2'),
    );
    expect(message.kind === 'orders' && message.orders.map(({ order }) => [order.placer, order.accessions])).toEqual([
      ['PL1', ['ACC1']],
      ['PL2', ['ACC2']],
    ]);
  });

  it('names studies by IHE’s ZDS, and keeps text to delete apart from text that was not sent', () => {
    const zds = 'ZDS|1.2.840.1^RIS^Application^DICOM';
    expect(only(read(MSH('ORM^O01'), PID, ORC, OBR, zds)).order.studyUids).toEqual(['1.2.840.1']);
    expect(only(read(MSH('ORM^O01'), PID, ORC, 'OBR|1|PL1')).order.reason).toBeNull();
    expect(only(read(MSH('ORM^O01'), PID, ORC, 'OBR|1|PL1|||||||||||""')).order.reason).toBe('');
  });

  it('reads names in three scripts', () => {
    const pid = PID.replace('DOE^JANE^A^JR^DR', 'YAMADA^TARO^^^^^^A~山田^太郎^^^^^^I~やまだ^たろう^^^^^^P');
    expect(only(read(MSH('ORM^O01'), pid, ORC, OBR)).order.patient.name).toEqual({
      alphabetic: 'YAMADA^TARO',
      ideographic: '山田^太郎',
      phonetic: 'やまだ^たろう',
    });
  });
});

describe('an order by OMI^O23', () => {
  it('takes numbers, studies and modality of each IPC', () => {
    const { order } = only(
      read(
        MSH('OMI^O23^OMI_O23'),
        PID,
        'ORC|NW|PL1|FI1',
        'TQ1|1||||||20260301060000+0100||S^STAT^HL70485',
        'OBR|1|PL1|FI1|CTH^CT head^L',
        'IPC|ACC7|RP1|1.2.7.1|SPS1|CT',
        'IPC|ACC8|RP1|1.2.7.2|SPS2|CT',
      ),
    );
    expect(order).toMatchObject({
      accessions: ['ACC7', 'ACC8'],
      studyUids: ['1.2.7.1', '1.2.7.2'],
      modality: 'CT',
      priority: 'stat',
      scheduledAt: '2026-03-01T05:00:00.000Z',
      orderedAt: '2026-03-01T02:15:00.000Z',
    });
  });

  it('OMG^O19 is taken as well', () => {
    expect(only(read(MSH('OMG^O19'), PID, ORC, OBR)).order.accessions).toEqual(['ACC1']);
  });
});

describe('a message about a patient', () => {
  it.each(['A04', 'A08', 'A31'])('ADT^%s says who the patient is', (event) => {
    const message = read(MSH(`ADT^${event}`), PID);
    expect(message).toMatchObject({ kind: 'patient', patient: { patientId: 'MRN1', issuer: 'ANNA' } });
  });

  it.each(['A18', 'A34', 'A40'])('ADT^%s puts one id in the place of another', (event) => {
    const message = read(MSH(`ADT^${event}`), PID, 'MRG|MRN0^^^ANNA^MR');
    expect(message).toMatchObject({
      kind: 'merge',
      patient: { patientId: 'MRN1' },
      from: { patientId: 'MRN0', issuer: 'ANNA' },
    });
  });
});

describe('a message that is no order', () => {
  it.each([
    ['unsupported', [MSH('ORU^R01'), PID]],
    ['unsupported', [MSH('ADT^A01'), PID]],
    ['unsupported', [MSH('ORM^O01'), PID, ORC.replace('NW', 'ZZ'), OBR]],
    ['incomplete', [MSH('ORM^O01'), ORC, OBR]],
    ['incomplete', [MSH('ORM^O01'), PID]],
    ['incomplete', [MSH('ORM^O01'), PID, 'ORC|NW', 'OBR|1']],
    ['incomplete', [MSH('ORM^O01').replace('M1', ''), PID, ORC, OBR]],
    ['incomplete', [MSH('ADT^A40'), PID]],
    ['incomplete', [MSH('ADT^A40'), PID, 'MRG|1^^^A', 'MRG|2^^^A']],
    ['incomplete', [MSH('ADT^A08'), 'PID|1']],
  ])('is refused as %s: %#', (code, segments) => {
    expect(() => read(...segments)).toThrow(expect.objectContaining({ code: `imaging-order/${code}` }));
  });

  it('is refused with a code, or gives an order that can be stored, whatever its values are', () => {
    const value = fc.oneof(
      fc
        .string({ unit: fc.constantFrom(...'ab0 |^~&=\\\r\u0000é山'), maxLength: 20 })
        .map((text) => escapeText(text, USUAL_SEPARATORS)),
      fc.constant('x'.repeat(5000)),
      fc.constantFrom('""', 'S', 'CA', 'A^B^C', '1~2~3', '20260301', '1&2&3^4', '1.2.3'),
    );
    const segment = fc
      .tuple(
        fc.constantFrom('PID', 'ORC', 'OBR', 'TQ1', 'IPC', 'ZDS', 'MRG', 'DG1', 'NTE'),
        fc.array(value, { maxLength: 32 }),
      )
      .map(([name, values]) => [name, ...values].join('|'));
    fc.assert(
      fc.property(
        fc.constantFrom('ORM^O01', 'OMI^O23', 'ADT^A40', 'ADT^A08'),
        fc.array(segment, { maxLength: 6 }),
        (type, more) => {
          try {
            const message = read(MSH(type), PID, ...more);
            if (message.kind !== 'orders') return;
            for (const { order } of message.orders) {
              const whole = ImagingOrder.safeParse({
                ...order,
                reason: order.reason === '' ? null : order.reason,
                requester: { ...order.requester, phone: order.requester.phone || null },
              });
              expect(whole.error?.issues ?? []).toEqual([]);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
    );
  });
});
