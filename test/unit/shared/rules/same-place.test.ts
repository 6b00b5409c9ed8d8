import { describe, expect, it } from 'vitest';
import { SourceSettings } from '../../../../shared/model/source-settings.ts';
import type { SourceSettingsInput } from '../../../../shared/model/source-settings.ts';
import { isSameMachine, isSamePlace } from '../../../../shared/rules/source-address.ts';

const dimse = (host: string, port: number, own: Partial<SourceSettingsInput> = {}): SourceSettings =>
  SourceSettings.parse({
    ...{ kind: 'dimse', name: 'A', site: 'North', insideTunnel: true, host, port, calledAe: 'A', callingAe: 'B' },
    ...own,
  });
const web = (url: string): SourceSettings =>
  SourceSettings.parse({ kind: 'dicomweb', name: 'A', site: 'North', insideTunnel: true, url });

describe('the same place', () => {
  it.each([
    ['another title', dimse('pacs.north.example', 104), dimse('PACS.north.example.', 104, { calledAe: 'OTHER' })],
    ['this very machine', dimse('127.0.0.1', 4242), dimse('localhost', 4242)],
    ['another path', web('https://north.example/dicom-web'), web('https://NORTH.example:443/review')],
    ['another way', dimse('north.example', 80), web('http://north.example/dicom-web')],
    ['an address in brackets', web('http://[::1]:8042/a'), dimse('127.0.0.1', 8042)],
  ])('is one port of one machine: %s', (_, one, other) => {
    expect(isSamePlace(one, other)).toBe(true);
    expect(isSamePlace(other, one)).toBe(true);
  });

  it.each([
    ['another port', dimse('north.example', 104), dimse('north.example', 11112)],
    ['another machine', web('https://north.example/dicom-web'), web('https://south.example/dicom-web')],
    ['another scheme, and so another port', web('https://north.example/a'), web('http://north.example/a')],
  ])('is not: %s', (_, one, other) => {
    expect(isSamePlace(one, other)).toBe(false);
  });
});

describe('the same machine', () => {
  it.each([
    [
      'DICOM and DICOMweb of one archive',
      dimse('pacs.north.example', 104),
      web('https://PACS.north.example/dicom-web'),
    ],
    ['two titles', dimse('10.0.0.5', 104), dimse('10.0.0.5', 11112)],
    ['this very one', dimse('127.0.0.1', 4242), web('http://localhost:8042/dicom-web')],
    ['an address in brackets', dimse('fd00::5', 104), web('https://[FD00::5]/dicom-web')],
  ])('is one for %s', (_, one, other) => {
    expect(isSameMachine(one, other)).toBe(true);
    expect(isSameMachine(other, one)).toBe(true);
  });

  it('is not one for two names', () => {
    expect(isSameMachine(dimse('north.example', 104), web('https://south.example:104/dicom-web'))).toBe(false);
  });
});
