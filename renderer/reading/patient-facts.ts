import { displayAge, patientAge } from '../../shared/dicom/age.ts';
import { displayDate, displayTime } from '../../shared/dicom/dates.ts';
import { displayName } from '../../shared/dicom/person-name.ts';
import { studyTitle } from '../../shared/report/study-title.ts';
import type { ClaimWords } from '../../shared/model/site-claim.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import { bounded } from '../ui/index.ts';

/** One fact of the banner. Rank 0 is never left out nor cut: who it is. Of the others the highest goes first. */
export interface PatientFact {
  readonly key: string;
  readonly text: string;
  readonly rank: number;
  readonly look: 'name' | 'plain' | 'quiet' | 'warning';
  /** The text in parts that each keep their own direction: what stands first, and what stands in brackets after it. */
  readonly parts?: readonly [string, string];
}

export interface BannerOf {
  readonly study: WorklistRow;
  /** Open beside it. */
  readonly priors: number;
  /** Name of the hanging; empty where there is none. */
  readonly hanging: string;
  /** What became of its order since it was opened; empty: nothing. */
  readonly orderNews?: string;
  /** What its sites changed since it came here; empty: nothing. */
  readonly site?: string;
  /** What its site took back of it; empty: nothing. */
  readonly rejected?: string;
  /** What contradicts whose study it is; empty: nothing. */
  readonly doubt?: string;
  /** What it waits for from its site; empty: nothing. */
  readonly hold?: string;
  /** Who else may be reading; empty: nobody. */
  readonly alsoReading?: ClaimWords | null;
}

/** Who is on the glass, said in words, in the order of the banner. */
export function patientFacts({
  study,
  priors,
  hanging,
  orderNews = '',
  site = '',
  rejected = '',
  doubt = '',
  hold = '',
  alsoReading = null,
}: BannerOf): readonly PatientFact[] {
  const { patient } = study;
  const names = [displayName(patient.name) || 'No name', patient.name.ideographic, patient.name.phonetic];
  const [first = '', ...others] = [...new Set(names.filter((part) => part !== ''))];
  const age = displayAge(
    patientAge({ age: study.patientAge, birthDate: patient.birthDate, studyDate: study.studyDate }),
  );
  const plain = (key: string, rank: number, parts: readonly (string | null)[]): PatientFact => ({
    ...{ key, rank, look: 'plain' },
    text: parts.filter(Boolean).join(' '),
  });
  const facts: readonly PatientFact[] = [
    { key: 'name', text: first, rank: 0, look: 'name' },
    ...others.map((text): PatientFact => ({ key: `name ${text}`, text, rank: 5, look: 'quiet' })),
    plain('age', 3, [age, patient.sex]),
    plain('birth', 1, [displayDate(patient.birthDate)]),
    idFact(`ID ${patient.patientId ?? 'none'}`, patient.issuer),
    plain('study', 4, [studyTitle(study.modalities, study.description)]),
    plain('date', 1, [displayDate(study.studyDate), displayTime(study.studyTime)]),
    plain('accession', 2, [study.accession ? `acc ${study.accession}` : '']),
    plain('site', 2, [study.site]),
    plain('priors', 6, [priors > 0 ? `${priors} ${priors === 1 ? 'prior' : 'priors'} open` : 'no prior open']),
    {
      ...{ key: 'conflict', rank: 0, look: 'warning' },
      text: patient.identityConflict ? 'IDENTITY CONFLICT' : '',
    },
    { key: 'order', rank: 0, look: 'warning', text: orderFact(study.order) },
    { key: 'order-news', rank: 0, look: 'warning', text: orderNews },
    { key: 'doubt', rank: 0, look: 'warning', text: doubt },
    { key: 'hold', rank: 0, look: 'warning', text: hold },
    alsoReading?.tone === 'alarm'
      ? { key: 'also-reading', rank: 0, look: 'warning', text: alsoReading.words }
      : { key: 'also-reading', rank: 5, look: 'quiet', text: alsoReading?.words ?? '' },
    { key: 'rejected', rank: 0, look: 'warning', text: rejected },
    { key: 'at-site', rank: 0, look: 'warning', text: site },
    { key: 'hanging', text: hanging === '' ? '' : `Hanging: ${hanging}`, rank: 7, look: 'quiet' },
  ];
  return facts.filter(({ text }) => text.trim() !== '').map((fact) => ({ ...fact, text: bounded(fact.text) }));
}

/** What nobody may read over: the order is of somebody else, or there is none any more. */
function orderFact(order: WorklistRow['order']): string {
  if (order === undefined) return '';
  if (order.mismatches.length > 0) return 'ORDER OF ANOTHER PATIENT?';
  return order.status === 'cancelled' ? 'ORDER CANCELLED' : '';
}

/** Who gave the id stands beside it, and neither turns the other round. A text without end is bounded as a whole. */
function idFact(id: string, issuer: string): PatientFact {
  const text = `${id} (${issuer})`;
  const fact: PatientFact = { key: 'id', text, rank: 0, look: 'plain' };
  return bounded(text) === text ? { ...fact, parts: [id, issuer] } : fact;
}
