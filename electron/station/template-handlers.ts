import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

type OfShell = 'templates.choose' | 'templates.preview' | 'templates.export';
type TemplateCall = Exclude<Extract<keyof Handlers, `templates.${string}`>, OfShell>;

/** Calls about report templates. */
export function templateHandlers(station: StationDoor): Pick<Handlers, TemplateCall> {
  return {
    'templates.list': () => station.rooms.templates.list(),
    'templates.read': ({ source, id, version }) => ({
      template: station.rooms.templates.document(source, id, version),
    }),
    'templates.save': (request) => station.rooms.templates.save(request),
    'templates.remove': (request) => {
      station.rooms.templates.remove(request);
      return {};
    },
    'templates.versions': (request) => station.rooms.templates.versions(request),
    'templates.restore': (request) => station.rooms.templates.restore(request),
    'templates.previewFile': ({ file }) => station.rooms.templateFiles.preview(file),
    'templates.import': (request) => station.rooms.templateFiles.import(request),
    // The window's save dialog has asked whether to replace.
    'templates.exportFile': (request) => station.rooms.templateFiles.export(request, { replace: true }),
  };
}
