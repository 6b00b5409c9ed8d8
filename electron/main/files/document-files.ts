import type { ShellHandlers } from '../calls.ts';
import { oneFile } from './file-desk.ts';
import type { FileDesk } from './file-desk.ts';

const TEMPLATE_FILTERS = [
  { name: 'Report templates', extensions: ['html', 'htm', 'xhtml'] },
  { name: 'All files', extensions: ['*'] },
];

/** Of keys, mouse and macros of one person. */
export function controlsFiles(desk: FileDesk): ShellHandlers {
  return {
    'controls.export': ({ token }, event) =>
      desk.ask(event, 'controls.exportFile', { file: desk.redeem(event, 'export', token) }),
    'controls.bring': async (_request, event) => {
      const file = await desk.choose(event, oneFile('Keys and mouse of a person'));
      return file === null ? { controls: null } : desk.ask(event, 'controls.readFile', { file });
    },
    'macros.export': ({ token }, event) =>
      desk.ask(event, 'macros.exportFile', { file: desk.redeem(event, 'export', token) }),
    'macros.bring': async (_request, event) => {
      const file = await desk.choose(event, oneFile('Macros: CSV, XML, JSON or plain text'));
      return file === null ? { read: null } : desk.ask(event, 'macros.readFile', { file });
    },
  };
}

/** Of hanging protocols. */
export function hangingFiles(desk: FileDesk): ShellHandlers {
  return {
    'hanging.choose': (_request, event) => desk.chooseFor(event, 'hanging', oneFile('File with hanging protocols')),
    'hanging.preview': ({ token }, event) =>
      desk.ask(event, 'hanging.previewFile', { file: desk.redeem(event, 'hanging', token) }),
    'hanging.export': ({ token, ...wanted }, event) =>
      desk.ask(event, 'hanging.exportFile', { ...wanted, file: desk.redeem(event, 'export', token) }),
  };
}

/** Of report templates. */
export function templateFiles(desk: FileDesk): ShellHandlers {
  return {
    'templates.choose': (_request, event) =>
      desk.chooseFor(event, 'template', oneFile('File with a report template (MRRT)', TEMPLATE_FILTERS)),
    'templates.preview': ({ token }, event) =>
      desk.ask(event, 'templates.previewFile', { file: desk.redeem(event, 'template', token) }),
    'templates.export': ({ token, ...wanted }, event) =>
      desk.ask(event, 'templates.exportFile', { ...wanted, file: desk.redeem(event, 'export', token) }),
  };
}
