import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { CameraTurn } from '../../../shared/volume/cast/camera.ts';
import type { DeskAction } from '../commands.ts';
import type { DeskSession } from '../desk-session.ts';
import { toggleMpr } from '../reformat-desk.ts';
import { CAST_CELL, CURVED_CELL } from '../stores.ts';
import { windowBy } from '../view-actions.ts';
import { CastGuest } from './cast-guest.ts';
import { CurvedGuest } from './curved-guest.ts';
import type { WordedGuestParts } from './guest-parts.ts';
import type { VolumeAct } from './volume-commands.ts';

/** Degrees of one key, and of ten of them. */
const KEY_DEGREES = 5;

/** What commands do to a path through the planes and to the 3D picture; false: the command is none of theirs. */
export function runOnVolume(desk: DeskSession, action: DeskAction): boolean {
  if (action.do === 'volume') {
    act(desk, action.act);
    return true;
  }
  const guest = desk.mpr.guests.now;
  if (guest instanceof CurvedGuest) return onPath(desk, guest, action);
  const cast = castOf(desk);
  return cast !== null && onCast(desk, cast, action);
}

/** The volume from outside that keys are for: the active viewport's own, else the one beside the planes. */
function castOf(desk: DeskSession): CastGuest | null {
  const { now } = desk.mpr.guests;
  return desk.planes.casts.in(desk.stores.layout.getState().active) ?? (now instanceof CastGuest ? now : null);
}

function act(desk: DeskSession, which: VolumeAct): void {
  if (which === 'path') return togglePath(desk);
  if (which === '3d') return toggleCast(desk);
  const guest = castOf(desk);
  if (!guest) return desk.say('No 3D picture', '{image.3d} shows the volume from outside.');
  switch (which) {
    case 'preset':
      return guest.change((model) => (model.preset = (model.preset + 1) % model.presets.length));
    case 'front':
      return guest.change((model) => model.front());
    case 'table':
      return void guest.toggleTable();
    case 'cut-inside':
      return guest.beginCut('inside');
    case 'cut-outside':
      return guest.beginCut('outside');
    case 'face':
      return nextFace(desk, guest);
    case 'face-in':
    case 'face-out':
      return moveFace(desk, guest, which === 'face-in' ? -1 : 1);
    case 'whole-box':
      guest.change((model) => model.wholeBox());
      return desk.mpr.host?.redraw();
    default:
      return assertNever(which);
  }
}

/** A path on the planes, which come first where they are not here yet. */
function togglePath(desk: DeskSession): void {
  if (desk.mpr.guests.now instanceof CurvedGuest) return desk.mpr.guests.leave();
  if (!withPlanes(desk)) return;
  desk.engine.tools.cancel();
  desk.setTool('window');
  desk.mpr.guests.invite(new CurvedGuest(partsOf(desk)));
}

function toggleCast(desk: DeskSession): void {
  if (desk.mpr.guests.now instanceof CastGuest) return desk.mpr.guests.leave();
  if (!withPlanes(desk)) return;
  const guest = new CastGuest(partsOf(desk));
  desk.mpr.guests.invite(guest);
  partsOf(desk).show();
}

/** Where there can be no planes the reader has been told why. */
function withPlanes(desk: DeskSession): boolean {
  if (!desk.mpr.on) toggleMpr(desk);
  return desk.mpr.on;
}

function partsOf(desk: DeskSession): WordedGuestParts {
  const { source } = desk.engine;
  return {
    ...{ source, stores: desk.stores, history: desk.history, windowBy },
    paint: desk.engine.paint.choice,
    host: () => desk.mpr.host,
    show: () => {
      const cell = desk.mpr.host?.cell;
      if (cell) desk.mpr.guests.show(cell);
    },
    ...{ say: desk.say, worded: desk.worded },
    failed: (error) => desk.failed(error, '3D'),
  };
}

function onPath(desk: DeskSession, guest: CurvedGuest, action: DeskAction): boolean {
  if (guest.drawing) {
    if (action.do === 'undo') return guest.takeBack();
    if (action.do === 'leave-tool') desk.mpr.guests.leave();
    else if (action.do === 'drawing' && action.drawing.act === 'finish') guest.finish();
    else return false;
    return true;
  }
  if (desk.stores.layout.getState().active !== CURVED_CELL) return false;
  if (action.do === 'turn-planes') {
    const { active } = desk;
    active?.scrollTo((active.target + Math.sign(action.degrees) + active.stack.length) % active.stack.length);
    return true;
  }
  if (action.do !== 'slab' && action.do !== 'slab-mode') return false;
  desk.say('Slabs are of planes', 'A curved picture is one sheet through the volume; make one of the planes thick.');
  return true;
}

/** Keys mean the volume while its picture is the active one. */
function onCast(desk: DeskSession, guest: CastGuest, action: DeskAction): boolean {
  if (action.do === 'leave-tool' && guest.endCut()) return true;
  const { active } = desk.stores.layout.getState();
  if (active !== CAST_CELL && desk.planes.casts.in(active) === null) return false;
  const turn = turnOf(action);
  if (turn) {
    guest.change((model) => model.turn(turn));
    return true;
  }
  switch (action.do) {
    case 'zoom':
      guest.change((model) => model.zoom(action.factor));
      return true;
    case 'reset':
    case 'fit':
    case 'straight-planes':
      guest.change((model) => model.front());
      return true;
    case 'preset':
      guest.change((model) => {
        if (action.place < model.presets.length) model.preset = action.place;
      });
      return true;
    case 'slab':
      moveFace(desk, guest, action.by === 1 ? 1 : -1);
      return true;
    case 'slab-mode':
      nextFace(desk, guest);
      return true;
    case 'flip':
    case 'flip-vertical':
    case 'rotate':
    case 'actual-size':
    case 'true-size':
      desk.say('Not on a 3D picture', 'The volume is turned instead: drag it, or use the arrow keys.');
      return true;
    case 'key-image':
    case 'keep-view':
      desk.say(
        'Not kept',
        'A 3D picture is worked out here and has no stored picture that could be marked.',
        'warning',
      );
      return true;
    default:
      return false;
  }
}

function turnOf(action: DeskAction): CameraTurn | null {
  if (action.do === 'scroll') return [0, action.by * KEY_DEGREES, 0];
  if (action.do === 'series') return [action.by * KEY_DEGREES, 0, 0];
  if (action.do === 'turn-planes') return [0, 0, action.degrees];
  return null;
}

/** The picture says which face the keys move. */
function nextFace(desk: DeskSession, guest: CastGuest): void {
  guest.change((model) => model.nextFace());
  desk.mpr.host?.redraw();
}

function moveFace(desk: DeskSession, guest: CastGuest, steps: number): void {
  guest.change((model) => model.moveFace(steps));
  desk.mpr.host?.redraw();
}
