import type { SignedState } from './state-machine.ts';

/** How one state of a report is said to the systems that receive it. */
export interface StateDialects {
  /** OBR-25 (table 0123), OBX-11 (table 0085), ORC-5 (table 0038). */
  readonly hl7: { readonly order: string; readonly result: string; readonly orc: string };
  /** DiagnosticReport.status, R4. */
  readonly fhir: string;
  /**
   * (0040,A491), (0040,A493) and (0040,A496) of the structured report; null: no report goes, but a note that takes the objects of the
   * line back (IHE IOCM, CID 7011).
   */
  readonly dicom: {
    readonly completion: 'COMPLETE' | 'PARTIAL';
    readonly verification: 'VERIFIED' | 'UNVERIFIED';
    readonly preliminary: 'FINAL' | 'PRELIMINARY';
  } | null;
  /** TXA-17, document completion status (table 0271). */
  readonly txa17: string;
}

const VERIFIED = { completion: 'COMPLETE', verification: 'VERIFIED', preliminary: 'FINAL' } as const;

/**
 * The report state map of rule 3.13: one machine, four dialects. Drafts and discarded drafts are local and are said to nobody. A
 * withdrawal is W in OBX-11 (wrong, not merely deleted) under a correction; X in OBR-25 means that the order was cancelled and is
 * never used for it.
 */
export const STATE_DIALECTS: Readonly<Record<SignedState, StateDialects>> = {
  preliminary: {
    hl7: { order: 'P', result: 'P', orc: 'IP' },
    fhir: 'preliminary',
    dicom: { completion: 'COMPLETE', verification: 'UNVERIFIED', preliminary: 'PRELIMINARY' },
    txa17: 'PA',
  },
  final: { hl7: { order: 'F', result: 'F', orc: 'CM' }, fhir: 'final', dicom: VERIFIED, txa17: 'LA' },
  addendum: { hl7: { order: 'C', result: 'C', orc: 'CM' }, fhir: 'appended', dicom: VERIFIED, txa17: 'LA' },
  corrected: { hl7: { order: 'C', result: 'C', orc: 'CM' }, fhir: 'corrected', dicom: VERIFIED, txa17: 'LA' },
  withdrawn: { hl7: { order: 'C', result: 'W', orc: 'CM' }, fhir: 'entered-in-error', dicom: null, txa17: 'CA' },
};
