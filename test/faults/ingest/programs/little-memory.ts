import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FramePriority } from '../../../../shared/contract/frames.ts';
import { StudyId } from '../../../../shared/model/ids.ts';
import { paragraphsOf } from '../../../../shared/report/plain-text.ts';
import { openTestStation, say } from './open-station.ts';

/*
 * Opens a store with memory for few decoded frames, begins a report, gives every frame of every study twice, in the order of a
 * reader who goes through them, and says what memory is held then and what the report holds.
 */
const [, , dir = '', cacheBytes = '', text = ''] = process.argv;
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc') as () => void;
const urgent = (): FramePriority => 'shown';

const station = await openTestStation(dir, { decodedCacheBytes: Number(cacheBytes) });
const { archive, reporting, worklist } = station.rooms;
const [study] = worklist.list('').rows;
if (!study) throw new Error('the store is empty');
const { reportId } = reporting.create({ studyId: StudyId.parse(study.studyId), templateId: 'general' });
const { content: empty, revision } = reporting.get(reportId);
const content = { sections: empty.sections.map((one) => ({ ...one, paragraphs: paragraphsOf(text) })) };
reporting.save({ reportId, revision, content });

collect();
const before = process.memoryUsage().arrayBuffers;
let bytes = 0;
for (let time = 0; time < 2; time += 1) {
  for (const { objectId } of archive.objectsWithPixels()) {
    const { signal } = new AbortController();
    const frame = await station.frames.obtain({ objectId, frame: 1, form: 'display', priority: urgent, signal });
    bytes += frame.data.byteLength;
  }
}
collect();
const held = process.memoryUsage().arrayBuffers - before;
say({ bytes, held, report: JSON.stringify(reporting.get(reportId).content) });
await station.close();
