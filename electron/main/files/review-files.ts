import type { ShellHandlers } from '../calls.ts';
import { newFolder, oneFile } from './file-desk.ts';
import type { FileDesk } from './file-desk.ts';

const BRING_TITLES = {
  csv: 'List of reports (CSV)',
  oru: 'Reports as HL7 messages (ORU)',
  fhir: 'Reports as FHIR resources (bundle or ndjson)',
} as const;

/** Of second readings: reports to draw from, figures, packages made in a folder and taken from a file. */
export function reviewFiles(desk: FileDesk): ShellHandlers {
  return {
    'review.bring': async (wanted, event) => {
      const file = await desk.choose(event, oneFile(BRING_TITLES[wanted.format]));
      return file === null ? { jobId: null } : desk.ask(event, 'review.bringFile', { ...wanted, file });
    },
    'review.exportFigures': ({ token, ...wanted }, event) =>
      desk.ask(event, 'review.exportFiguresFile', { ...wanted, file: desk.redeem(event, 'export', token) }),
    'review.exportMyFigures': ({ token, ...wanted }, event) =>
      desk.ask(event, 'review.exportMyFiguresFile', { ...wanted, file: desk.redeem(event, 'export', token) }),
    'review.teach': ({ token, ...wanted }, event) =>
      desk.ask(event, 'review.teachFile', { ...wanted, file: desk.redeem(event, 'export', token) }),
    'review.exportRegistry': ({ token, ...wanted }, event) =>
      desk.ask(event, 'review.exportRegistryFile', { ...wanted, file: desk.redeem(event, 'export', token) }),
    'app.choosePackageFolder': (_request, event) =>
      desk.chooseFor(event, 'export', newFolder('Folder for the package')),
    'review.send': ({ token, ...wanted }, event) =>
      desk.ask(event, 'review.sendTo', { ...wanted, folder: desk.redeem(event, 'export', token) }),
    'review.take': async (_request, event) => {
      const file = await desk.choose(event, oneFile('Review package'));
      return file === null ? { jobId: null } : desk.ask(event, 'review.takeFile', { file });
    },
  };
}
