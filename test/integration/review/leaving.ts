import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Station } from '../../../electron/station/station.ts';
import { readZip } from '../../../electron/station/access/audit/zip-read.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { ReportId, StudyId } from '../../../shared/model/ids.ts';
import { answer } from '../../faults/store/station-fixture.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

/** What every bundle and every trail says of all peer review, whether there was any or not; and that a place of the chain is withheld. */
const ALWAYS =
  /"withheld":"peer-review"|"what": "review"|Peer review and peer learning are never part of (?:it|evidence)\./g;

/** Everything that leaves of a report, of findings that were told, and of the trail, as text. */
export async function leaving(
  station: Station,
  studyId: StudyId,
  reports: readonly ReportId[],
): Promise<Map<string, string>> {
  const folder = await tempDir();
  const texts = new Map<string, string>();
  for (const reportId of reports) {
    for (const format of ['sr', 'fhir', 'hl7', 'text'] as const) {
      const file = path.join(folder, `${reportId}.${format}`);
      await station.rooms.reporting.export({ reportId, format, file });
      texts.set(`${format} of ${reportId}`, readFileSync(file, 'latin1'));
    }
    const bundle = path.join(folder, `${reportId}.zip`);
    await station.rooms.audit.bundle({ reportId, file: bundle, replace: false });
    for (const [entry, bytes] of (await readZip(readFileSync(bundle))) ?? []) {
      texts.set(`${entry} in the bundle of ${reportId}`, bytes.toString('latin1').replaceAll(ALWAYS, ''));
    }
  }
  for (const format of ['json', 'dicom', 'fhir'] as const) {
    const file = path.join(folder, `trail.${format}`);
    await station.rooms.audit.exportTrail({ file, format, replace: false });
    texts.set(`trail as ${format}`, readFileSync(file, 'utf8').replaceAll(ALWAYS, ''));
  }
  const { communications } = await answer<Response<'communication.ofStudy'>>(station, 'communication.ofStudy', {
    studyId,
  });
  texts.set('communications', JSON.stringify(communications));
  texts.set('addenda', JSON.stringify(await answer(station, 'addendum.ofStudy', { studyId })));
  const { index } = station.access.requireStore();
  for (const table of ['communication', 'addendum_task', 'report', 'outbox']) {
    texts.set(`rows of ${table}`, JSON.stringify(index.prepare(`SELECT * FROM ${table}`).all()));
  }
  return texts;
}
