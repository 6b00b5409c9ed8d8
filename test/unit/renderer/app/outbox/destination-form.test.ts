import { describe, expect, it } from 'vitest';
import { draftOf, EMPTY_DRAFT, settledOf, whereWords } from '../../../../../renderer/app/outbox/destination-form.ts';
import type { DestinationDraft } from '../../../../../renderer/app/outbox/destination-form.ts';
import { goodOf, missingOf, NOTHING_TYPED, provenBy } from '../../../../../renderer/app/outbox/destination-secrets.ts';
import { ResultMapping } from '../../../../../shared/model/result-mapping.ts';
import { Destination } from '../../../../../shared/model/destination.ts';

const draft: DestinationDraft = { ...EMPTY_DRAFT, name: 'RIS', site: 'St. Anna' };
const kinds: readonly DestinationDraft[] = [
  // How it wants reports is kept, though it is not changed here.
  { ...draft, kind: 'hl7', host: 'ris.example', status: true, mapping: ResultMapping.parse({ text: 'TX-segments' }) },
  { ...draft, kind: 'dicom', source: 'PACS', keep: true, waitMinutes: '30' },
  { ...draft, kind: 'fhir', url: 'https://fhir.example/r4', auth: 'basic', user: 'me', connectS: '2.5' },
  { ...draft, kind: 'fhir', url: 'https://fhir.example/r4', auth: 'bearer' },
];

function stored(given: DestinationDraft, secrets: Destination['secrets'] = []): Destination {
  const settled = settledOf(given);
  if (!('settings' in settled)) throw new Error(JSON.stringify(settled));
  return Destination.parse({ destinationId: '7'.repeat(26), ...settled, secrets });
}

describe('what is typed of a destination', () => {
  it('says where it is, of every kind', () => {
    expect(kinds.map((one) => whereWords(stored(one).settings))).toEqual([
      'HL7 ris.example:2575 TLS, told when a study is claimed, begun, given back and read',
      'DICOM by the source PACS: reports (SR), measurements (SR); asked to answer for keeping them',
      'FHIR https://fhir.example/r4',
      'FHIR https://fhir.example/r4',
    ]);
  });

  it('is the same after it was stored and is changed', () => {
    for (const one of kinds) {
      const secrets = one.auth === 'bearer' ? (['token'] as const) : [];
      expect(draftOf(stored(one, [...secrets]))).toEqual(one);
    }
  });

  it('says what is wrong at each field', () => {
    expect(settledOf({ ...EMPTY_DRAFT, kind: 'hl7', port: '0', answerS: 'x' })).toEqual({
      problems: {
        name: 'Give it a name.',
        site: 'Type the site as the list names it.',
        host: 'A name or an address, without port: ris.example or 10.1.2.3.',
        port: 'A number from 1 to 65535.',
        answerS: 'Seconds, from 0.05 to 300.',
      },
    });
    expect(settledOf({ ...draft, kind: 'dicom', objects: [] })).toMatchObject({
      problems: { source: 'Choose a source that takes results.', objects: 'Choose what goes there.' },
    });
  });

  it('goes plain only inside a tunnel', () => {
    const plain: DestinationDraft = { ...draft, kind: 'hl7', host: 'ris.example', tls: false };
    expect(settledOf(plain)).toMatchObject({ problems: { insideTunnel: expect.stringMatching(/only inside a VPN/) } });
    expect(settledOf({ ...plain, insideTunnel: true })).toHaveProperty('settings');
    expect(settledOf({ ...draft, kind: 'fhir', url: 'http://fhir.example/r4' })).toHaveProperty('problems');
  });
});

describe('what proves who we are to a destination', () => {
  const [, , basic] = kinds;
  if (basic === undefined) throw new Error('no such kind');
  const row = stored(basic, ['password', 'certificate']);

  it('stays where it was, unless another comes in its place', () => {
    const good = goodOf(row, basic, settledOf(basic));
    expect(provenBy(basic, NOTHING_TYPED, good)).toEqual({
      secrets: {},
      keep: ['password', 'certificate'],
      certificate: null,
    });
    expect(provenBy(basic, { ...NOTHING_TYPED, password: 'new', certificate: 'none' }, good)).toEqual({
      ...{ secrets: { password: 'new' }, keep: [], certificate: null },
    });
    expect(missingOf(row, basic, NOTHING_TYPED, good)).toEqual({});
  });

  it('is asked for again where the address is another', () => {
    const moved = { ...basic, url: 'https://other.example/r4' };
    const good = goodOf(row, moved, settledOf(moved));
    expect(good).toEqual([]);
    expect(missingOf(row, moved, NOTHING_TYPED, good)).toEqual({
      password: 'The address changed: type it again.',
      certificate: 'The address changed: choose the file again, or show none.',
    });
  });
});
