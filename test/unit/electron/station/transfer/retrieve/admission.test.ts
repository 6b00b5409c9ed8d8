import { describe, expect, it } from 'vitest';
import { agree } from '../../../../../../electron/station/transfer/retrieve/admission.ts';
import type { SaidPatient } from '../../../../../../electron/station/transfer/retrieve/admission.ts';

const patient = (more: Partial<SaidPatient> = {}): SaidPatient => ({
  ...{ issuer: null, patientId: 'P1', birthDate: '19700101' },
  name: { alphabetic: 'DOE^JANE', ideographic: '', phonetic: '' },
  ...more,
});
const named = (alphabetic: string): Partial<SaidPatient> => ({
  name: { alphabetic, ideographic: '', phonetic: '' },
});
const fits = (one: Partial<SaidPatient>, other: Partial<SaidPatient>): boolean =>
  agree(patient(one), patient(other), 'Anna');

describe('F24 F30: whether two files speak of one patient', () => {
  it('they do with one id, whatever one of them leaves out', () => {
    expect(fits({}, {})).toBe(true);
    expect(fits({ birthDate: null }, named('doe^jane'))).toBe(true);
    expect(fits({ ...named('') }, { issuer: 'HOSPITAL' })).toBe(true);
    // The site itself as issuer is what a file without one means.
    expect(fits({ issuer: 'Anna' }, { issuer: 'HOSPITAL' })).toBe(true);
  });

  it('they do not with another id, issuer, birth date or name', () => {
    expect(fits({}, { patientId: 'P2' })).toBe(false);
    expect(fits({}, { patientId: null })).toBe(false);
    expect(fits({ issuer: 'HOSPITAL' }, { issuer: 'CLINIC' })).toBe(false);
    expect(fits({}, { birthDate: '19710101' })).toBe(false);
    expect(fits({}, named('ROE^JANE'))).toBe(false);
  });
});
