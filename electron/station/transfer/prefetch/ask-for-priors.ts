import { asAppError } from '../../../../shared/errors/app-error.ts';
import { namesAgree } from '../../../../shared/dicom/person-name.ts';
import type { FoundStudy } from '../../../../shared/model/source.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import type { Source } from '../../sources/source.ts';
import type { StoredSource } from '../source-list/source-list.ts';
import { knownPrior } from './known-prior.ts';
import type { PrefetchMemory } from './prefetch-memory.ts';

/** Studies of one patient that a source is heard out about. */
const MOST_STUDIES = 100;
const LONGEST_MS = 20_000;
/** What a source said of a patient is good for so long. */
const FRESH_MS = 30 * 60_000;
/** Patients asked for in one go: the most urgent cases come first. */
const MOST_PATIENTS = 60;

export interface AskParts {
  readonly memory: PrefetchMemory;
  readonly sources: readonly StoredSource[];
  readonly open: (source: StoredSource) => Source;
  readonly now: number;
  readonly signal: AbortSignal;
}

export interface NotAsked {
  readonly sourceName: string;
  readonly code: string;
}

/** Sources that may know more of a patient of this row: those of its own site. Priors of another site are another matter. */
export function sourcesOf(row: Pick<WorklistRow, 'site'>, sources: readonly StoredSource[]): readonly StoredSource[] {
  const site = row.site.trim().toLowerCase();
  return sources.filter(({ settings }) => settings.site.trim().toLowerCase() === site);
}

/**
 * Asks the sources of each case what they have of its patient, where that is not known or old. One that fails is left alone for the
 * rest of the round.
 */
export async function askForPriors(rows: readonly WorklistRow[], parts: AskParts): Promise<readonly NotAsked[]> {
  const failed = new Map<string, NotAsked>();
  for (const row of rows.slice(0, MOST_PATIENTS)) {
    const { issuer, patientId } = row.patient;
    if (patientId === null || patientId === '') continue;
    for (const stored of sourcesOf(row, parts.sources)) {
      const { sourceId, settings } = stored;
      if (stored.paused || failed.has(sourceId)) continue;
      const known = parts.memory.found({ sourceId, issuer, patientId });
      if (known !== null && parts.now - Date.parse(known.askedAt) < FRESH_MS) continue;
      try {
        const found = await askOne(parts, stored, row);
        await parts.memory.saveFound({ sourceId, issuer, patientId }, found.map(knownPrior));
      } catch (error) {
        failed.set(sourceId, { sourceName: settings.name, code: asAppError(error).code });
      }
    }
  }
  return [...failed.values()];
}

async function askOne(
  { open, signal }: AskParts,
  stored: StoredSource,
  row: WorklistRow,
): Promise<readonly FoundStudy[]> {
  const patientId = row.patient.patientId ?? '';
  const options = { signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]), limit: MOST_STUDIES };
  const found: FoundStudy[] = [];
  for await (const one of open(stored).studies({ patientId }, options)) {
    if (isSamePatient(one, row)) found.push(one);
  }
  return found;
}

/** The id alone is never enough: wildcards, reused ids and other issuers are told apart by name and birth date. */
function isSamePatient(found: FoundStudy, { patient, site }: WorklistRow): boolean {
  const issuer = found.issuer ?? site;
  const isBorn = found.birthDate === null || patient.birthDate === null || found.birthDate === patient.birthDate;
  return (
    found.patientId === patient.patientId &&
    issuer === patient.issuer &&
    isBorn &&
    namesAgree(found.patientName, patient.name)
  );
}
