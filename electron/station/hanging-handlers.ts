import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

type OfShell = 'hanging.choose' | 'hanging.preview' | 'hanging.export';
type HangingCall = Exclude<Extract<keyof Handlers, `hanging.${string}`>, OfShell>;

/** Calls about hanging protocols. */
export function hangingHandlers(station: StationDoor): Pick<Handlers, HangingCall> {
  return {
    'hanging.protocols': () => station.rooms.hanging.forReader(),
    'hanging.list': () => station.rooms.hanging.list(),
    'hanging.read': (request) => ({ document: station.rooms.hanging.read(request) }),
    'hanging.save': (request) => station.rooms.hanging.save(request),
    'hanging.tryOut': (request) => station.rooms.tryingOut.part(request),
    'hanging.keepDraft': (request) => {
      station.rooms.hangingDrafts.keep(request);
      return {};
    },
    'hanging.drafts': () => station.rooms.hangingDrafts.list(),
    'hanging.dropDraft': (request) => {
      station.rooms.hangingDrafts.drop(request);
      return {};
    },
    'hanging.remove': (request) => {
      station.rooms.hanging.remove(request);
      return {};
    },
    'hanging.versions': (request) => station.rooms.hanging.versions(request),
    'hanging.restore': (request) => station.rooms.hanging.restore(request),
    'hanging.switch': (request) => {
      station.rooms.hanging.switch(request);
      return {};
    },
    'hanging.previewFile': ({ file }) => station.rooms.hangingFiles.preview(file),
    'hanging.import': (request) => station.rooms.hangingFiles.import(request),
    // The window's save dialog has asked whether to replace.
    'hanging.exportFile': (request) => station.rooms.hangingFiles.export(request, { replace: true }),
    'hanging.noteHabit': (request) => {
      station.rooms.habits.note(request);
      return {};
    },
    'hanging.habits': (request) => station.rooms.habits.list(request),
    'hanging.answerHabit': (request) => {
      station.rooms.habits.answer(request);
      return {};
    },
    'hanging.forgetHabits': (request) => {
      station.rooms.habits.forget(request);
      return {};
    },
    'hanging.groups': () => station.rooms.hanging.groups(),
    'hanging.setGroups': (request) => station.rooms.hanging.setGroups(request),
  };
}
