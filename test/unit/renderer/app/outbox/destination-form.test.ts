import { describe, expect, it } from 'vitest';
import { EMPTY_DRAFT, requestOf, whereWords } from '../../../../../renderer/app/outbox/destination-form.ts';
import { outboxCalls } from '../../../../../shared/contract/outbox.ts';

const parsed = (draft: Parameters<typeof requestOf>[0]) =>
  outboxCalls['destination.add'].request.safeParse(requestOf(draft));

describe('what is typed of a destination', () => {
  const draft = { ...EMPTY_DRAFT, name: 'RIS', site: 'St. Anna' };

  it('is a request that the station takes, of every kind', () => {
    const given = [
      parsed({ ...draft, kind: 'hl7', host: 'ris.example', status: true }),
      parsed({ ...draft, kind: 'dicom', source: 'PACS', keep: true }),
      parsed({ ...draft, kind: 'fhir', url: 'https://fhir.example/r4', user: 'me', secret: 'word' }),
      parsed({ ...draft, kind: 'fhir', url: 'https://fhir.example/r4', secret: 'token' }),
    ];
    expect(given.map(({ success }) => success)).toEqual([true, true, true, true]);
    expect(given.map(({ data }) => Object.keys(data?.secrets ?? {}))).toEqual([[], [], ['password'], ['token']]);
    expect(given.map(({ data }) => (data === undefined ? '' : whereWords(data.settings)))).toEqual([
      'HL7 ris.example:2575 TLS, told when a study is claimed, begun, given back and read',
      'DICOM by the source PACS: reports (SR), measurements (SR); asked to answer for keeping them',
      'FHIR https://fhir.example/r4',
      'FHIR https://fhir.example/r4',
    ]);
  });

  it('goes plain only inside a tunnel', () => {
    const plain = { ...draft, kind: 'hl7' as const, host: 'ris.example', tls: false };
    expect(parsed(plain).success).toBe(false);
    expect(parsed({ ...plain, insideTunnel: true }).success).toBe(true);
    expect(parsed({ ...draft, kind: 'fhir', url: 'http://fhir.example/r4' }).success).toBe(false);
  });
});
