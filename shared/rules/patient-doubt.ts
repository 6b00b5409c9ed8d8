import type { DoubtKind, PatientDoubt } from '../model/patient-doubt.ts';
import type { SignReason, SignReasonCode } from './sign-permission/question.ts';

/** What is known that contradicts whose study it is. */
export interface DoubtFacts {
  readonly study: {
    readonly studyUid: string | null;
    readonly accession: string | null;
    /** DICOM DA text. */
    readonly date: string | null;
    readonly site: string;
  };
  /** Objects that came for this study and say another patient, which the site has not put right since. */
  readonly strays: { readonly objects: number; readonly source: string; readonly since: string } | null;
  /** The same study is here under another patient as well. */
  readonly two: boolean;
  /** What the site answered last; what came since is a new question. */
  readonly answered: { readonly words: string; readonly at: string } | null;
  /** A site that can be asked stands behind it: else the reader has to know, and goes on. */
  readonly hasSite: boolean;
  /** What the site said last of its patient, against what is here. */
  readonly said: Extract<DoubtKind, 'changed' | 'corrected' | 'merged'> | null;
}

const SAID: Readonly<Record<NonNullable<DoubtFacts['said']>, string>> = {
  changed: 'the site has another patient id for this study now',
  corrected: 'the site has another name or birth date for this patient now',
  merged: 'the site merged this patient with another id',
};

/** Whose study it is nobody here decides: what contradicts is said, and goes to the site. */
export function patientDoubt(facts: DoubtFacts): PatientDoubt {
  const doubts = doubtsOf(facts);
  const asked = doubts.filter(({ kind, refuses }) => refuses || kind === 'corrected');
  return { doubts, text: asked.length === 0 || !facts.hasSite ? null : siteText(facts, asked) };
}

function doubtsOf({ strays, two, hasSite, said, answered }: DoubtFacts): PatientDoubt['doubts'] {
  const doubts: PatientDoubt['doubts'] = [];
  if (strays !== null) {
    const count = `${strays.objects} ${strays.objects === 1 ? 'object' : 'objects'}`;
    const words = `${strays.source} sent ${count} of another patient for this study; kept out of use until the site says who it is`;
    doubts.push({ kind: 'strays', words, refuses: true });
  }
  if (two) {
    const came = 'this study came under another patient as well; both are kept apart';
    const words =
      answered === null ? `${came} until the site says who it is` : `${came}. The site answered: ${answered.words}`;
    doubts.push({ kind: 'two', words, refuses: hasSite && answered === null });
  }
  if (said !== null) doubts.push({ kind: said, words: SAID[said], refuses: said === 'changed' });
  return doubts;
}

const CODES: Readonly<Record<DoubtKind, SignReasonCode>> = {
  strays: 'permission/site-strays',
  two: 'permission/two-patients',
  changed: 'permission/site-other-patient',
  corrected: 'permission/site-patient',
  merged: 'permission/site-merge',
};

/** The same for whoever signs. */
export function doubtReasons({ doubts }: PatientDoubt): SignReason[] {
  return doubts.map(({ kind, words, refuses }) => ({
    code: CODES[kind],
    tier: refuses ? 'refuse' : 'warn',
    leaves: refuses ? 'view' : 'final',
    words: `${words.charAt(0).toUpperCase()}${words.slice(1)}.`,
  }));
}

function siteText({ study, strays }: DoubtFacts, asked: PatientDoubt['doubts']): string {
  const since = strays === null ? [] : [`Since ${strays.since} (UTC).`];
  return [
    `To ${study.site}: please say whose study this is.`,
    `Study UID ${study.studyUid ?? 'none'}, accession ${study.accession ?? 'none'}, study date ${study.date ?? 'none'}.`,
    ...asked.map(({ words }) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`),
    ...since,
    'Please merge or correct the patient by your feed (ADT A40, A08), or send the objects again, or reject them (IHE IOCM).',
    'The report waits for your answer. Names are left out of this text on purpose.',
  ].join('\n');
}
