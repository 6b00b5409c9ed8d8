import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { DoseFigure, ObjectContent } from '../../../shared/model/dicom-object.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { KeyImage } from '../../../shared/model/key-image.ts';
import type { LesionLedger } from '../../../shared/model/lesion.ts';
import type { PriorInfo } from '../../../shared/model/study.ts';
import { comparisonOf } from '../../../shared/report/comparison.ts';
import { fillValues } from '../../../shared/report/field-fills.ts';
import type { FillFacts, Fills, KeyPlace } from '../../../shared/report/field-fills.ts';
import type { Db } from '../kernel/sqlite.ts';
import { studyFacts } from './study-facts.ts';

export interface FillParts {
  readonly index: Db;
  readonly priors: (studyId: StudyId) => readonly PriorInfo[];
  readonly ledger: (studyId: StudyId) => LesionLedger;
  readonly keyImages: (studyId: StudyId) => readonly KeyImage[];
  /** Of strangers, in a parser process. @throws AppError where it is damaged or of another patient */
  readonly read: (objectId: ObjectId) => Promise<ObjectContent>;
}

/** X-Ray, Radiopharmaceutical, Patient and Enhanced X-Ray Radiation Dose SR (Part 4, annex B). */
const DOSE_CLASSES = ['67', '68', '73', '76'].map((last) => `1.2.840.10008.5.1.4.1.1.88.${last}`);
/** Dose reports that are read of one study. */
const MOST_DOSE = 8;

const AgentRow = z.object({ agents: z.string(), coded: z.number() });
const Agents = z.array(z.string().nullable());
const PlaceRow = z.object({
  number: z.number().nullable(),
  instance_number: z.number().nullable(),
  frames: z.number(),
});

/** What the station can fill into the fields of a report on a study. */
export async function studyFills(parts: FillParts, studyId: StudyId): Promise<Fills> {
  return fillValues({
    series: agents(parts.index, studyId),
    dose: await dose(parts, studyId),
    prior: comparisonOf(parts.priors(studyId), studyFacts(parts.index, studyId).study),
    ledger: parts.ledger(studyId),
    keyImages: parts.keyImages(studyId).map((one) => placeOf(parts.index, one)),
  });
}

/** Contrast of each series of a CT or an MR by (0018,0010) and (0018,0012), without scouts. */
function agents(index: Db, studyId: StudyId): FillFacts['series'] {
  return index
    .prepare(
      `SELECT json_group_array(DISTINCT trim(coalesce(json_extract(image, '$.ct.agent'), json_extract(image, '$.contrast.agent')))) AS agents,
         coalesce(max(json_extract(image, '$.ct.agentCoded')), max(json_extract(image, '$.contrast.agentCoded')), 0) AS coded
       FROM object JOIN series USING (series_id)
       WHERE study_id = ? AND modality IN ('CT', 'MR') AND made_at IS NULL AND object.frames > 0 AND rejected IS NULL
         AND coalesce(json_extract(image, '$.imageType'), '') NOT LIKE '%"LOCALIZER"%'
       GROUP BY series_id ORDER BY number, series_uid`,
    )
    .all(studyId)
    .map((found) => {
      const row = AgentRow.parse(found);
      const named = Agents.parse(JSON.parse(row.agents)).filter((name) => name !== null && name !== '');
      return { agents: named.filter((name) => name !== null), given: row.coded === 1 };
    });
}

async function dose({ index, read }: FillParts, studyId: StudyId): Promise<readonly DoseFigure[]> {
  const objects = index
    .prepare<unknown[], string>(
      `SELECT object_id FROM object JOIN series USING (series_id)
       WHERE study_id = ? AND duplicate IS NULL AND rejected IS NULL AND sop_class IN (?, ?, ?, ?)
       ORDER BY number, series_uid, instance_number LIMIT ${MOST_DOSE}`,
    )
    .pluck()
    .all(studyId, ...DOSE_CLASSES);
  const read1 = async (objectId: string): Promise<readonly DoseFigure[]> => {
    try {
      const content = await read(ObjectId.parse(objectId));
      return content.kind === 'report' ? content.dose : [];
    } catch (error) {
      // Whoever opens the dose report is told why it cannot be read.
      if (error instanceof AppError) return [];
      throw error;
    }
  };
  return (await Promise.all(objects.map((objectId) => read1(objectId)))).flat();
}

function placeOf(index: Db, { objectId, frame, note }: KeyImage): KeyPlace {
  const found = index
    .prepare('SELECT number, instance_number, frames FROM object JOIN series USING (series_id) WHERE object_id = ?')
    .get(objectId);
  const row = PlaceRow.safeParse(found);
  if (!row.success) return { series: null, image: null, frame: null, note };
  const { number, instance_number: image, frames } = row.data;
  return { series: number, image, frame: frames > 1 ? frame : null, note };
}
