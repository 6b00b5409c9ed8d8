import { exportMacros, readMacroFile } from './reporting/macros/macro-file.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** The shell's own. */
type OfShell = 'export' | 'bring';
type MacroCall = Exclude<Extract<keyof Handlers, `macros.${string}`>, `macros.${OfShell}`>;

/** Macros of who has the store open. */
export function macroHandlers(station: StationDoor): Pick<Handlers, MacroCall> {
  return {
    'macros.list': ({ studyId }) => station.rooms.reporting.macrosFor(studyId),
    'macros.save': ({ macro }) => station.rooms.reporting.macros.save(macro),
    'macros.remove': ({ macroId }) => {
      station.rooms.reporting.macros.remove(macroId);
      return {};
    },
    'macros.take': ({ macros }) => station.rooms.reporting.macros.take(macros),
    'macros.exportFile': ({ file }) =>
      // The window's save dialog has asked whether to replace.
      exportMacros(station.access.requireStore(), station.rooms.reporting.macros.own(), { file, replace: true }),
    'macros.readFile': async ({ file }) => {
      const { form, macros, leftOut } = await readMacroFile(file);
      return { read: { form, macros: [...macros], leftOut: [...leftOut] } };
    },
  };
}
