import { z } from 'zod';
import { Availability } from '../../../../shared/model/source.ts';
import type { FoundStudy } from '../../../../shared/model/source.ts';

/** A study of a patient as a source tells it, without what names the patient. */
export const KnownPrior = z.strictObject({
  studyUid: z.string(),
  studyDate: z.string().nullable(),
  modalities: z.array(z.string()),
  description: z.string().nullable(),
  accession: z.string().nullable(),
  instances: z.number().int().nullable(),
  availability: Availability.nullable(),
});
export type KnownPrior = Readonly<z.infer<typeof KnownPrior>>;

export function knownPrior(found: FoundStudy): KnownPrior {
  const { studyUid, studyDate, modalities, description, accession, instances, availability } = found;
  return { studyUid, studyDate, modalities, description, accession, instances, availability };
}
