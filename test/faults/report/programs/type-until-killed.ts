import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { nodeProcessHost } from '../../../../electron/station/kernel/node-process-host.ts';
import { Station } from '../../../../electron/station/station.ts';
import type { StationLink } from '../../../../renderer/app/station-link.ts';
import { ReportSession } from '../../../../renderer/reporting/report-session.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { StudyId } from '../../../../shared/model/ids.ts';
import { paragraphsText } from '../../../../shared/report/plain-text.ts';
import { stationFile } from '../../../helpers/station-file.ts';
import { letterAt } from '../typed-stream.ts';

/*
 * A reader who types letter by letter into a report, through the window's own session and a real station in one process. Says what it
 * found and then each letter with its time, until it is killed; with 0 letters a second it only says what it found.
 */
const [, , dir = '', study = '', pace = '0'] = process.argv;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');
const quiet = (): void => undefined;
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const station = new Station({
  dataDir: dir,
  clock: systemClock,
  log: { info: quiet, warn: quiet, error: quiet },
  processHost: nodeProcessHost({ parser: stationFile('parser'), decoder: stationFile('decoder') }),
  blobWorkerFile: stationFile('blobs'),
  templatesDir: path.join(root, 'resources/templates'),
  printer: null,
  nativeBinding: null,
  checkReplies: true,
});
await station.unlock(null, 'correct horse battery staple');

const link: StationLink = {
  call: async (name, request) => {
    const answer = await station.call(name, request);
    if (!answer.ok) throw new AppError(answer.error.code, 'refused');
    return answer.value as never;
  },
  on: () => () => undefined,
};
const session = new ReportSession(link, StudyId.parse(study));
await session.load();
const { content } = session.view.getState();
if (content === null) throw new Error('no draft');
let text = paragraphsText(content.sections.find(({ sectionId }) => sectionId === 'findings')?.paragraphs ?? []);
say({ found: text });
const perSecond = Number(pace);
if (perSecond === 0) {
  await station.close();
  process.exit(0);
}
setInterval(() => {
  text += letterAt(text.length);
  const paragraphs = [[{ kind: 'text' as const, text }]];
  session.edit((now) => ({
    ...now,
    sections: now.sections.map((section) => (section.sectionId === 'findings' ? { ...section, paragraphs } : section)),
  }));
  say({ typed: text.length, at: performance.now() });
}, 1000 / perSecond);
