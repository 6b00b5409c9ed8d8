/** What every row that names a patient says of them. */
export interface PatientColumns {
  readonly issuer: string;
  readonly patient_id: string | null;
  readonly name_alphabetic: string;
  readonly name_ideographic: string;
  readonly name_phonetic: string;
  readonly birth_date: string | null;
  readonly sex: string | null;
}
