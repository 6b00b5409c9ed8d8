import { assertNever } from '../../shared/lib/assert-never.ts';
import { INITIAL_VIEW, mirrored, rotated } from '../viewer/index.ts';
import type { ViewportHandle, ViewState } from '../viewer/index.ts';
import type { DeskAction, DeskPanel, ViewAction } from './commands.ts';
import type { DeskSession } from './desk-session.ts';
import { toggleRegistered } from './link-registered.ts';
import { runToolAct, takeTool } from './desk-tools.ts';
import { toggleDetections } from './detections.ts';
import { pushView } from './drag-hand.ts';
import { isFusionAction, runFusionAction } from './fusion/fusion-acts.ts';
import type { FusionAction } from './fusion/fusion-acts.ts';
import { askLesion } from './lesions/lesion-acts.ts';
import { openObject } from './open-object.ts';
import { isHangAction, runHangAction } from './hanging/hang-actions.ts';
import type { HangAction } from './hanging/hang-actions.ts';
import { keepView, toggleKeyImage } from './show-view.ts';
import { toggleMpr } from './reformat-desk.ts';
import { endFlicker } from './navigation/flicker.ts';
import { runOnPlane } from './planes/plane-acts.ts';
import { isSubtractAction, runSubtractAction } from './subtract/subtract-acts.ts';
import type { SubtractAction } from './subtract/subtract-acts.ts';
import { isNavAction, navigate } from './navigation/nav-actions.ts';
import type { NavAction } from './navigation/nav-actions.ts';
import { isPartAction, runPartAction } from './parts/part-pass.ts';
import type { PartAction } from './parts/part-pass.ts';
import { sortActive } from './sort-stack.ts';
import { step } from './step-acts.ts';
import { showTrueSize } from './true-size.ts';
import { runOnVideo } from './video-acts.ts';
import { applyPreset, zoomBy } from './view-actions.ts';
import { runOnVolume } from './volume/volume-acts.ts';

/** Does to the active viewport, or to the desk, what a command says. */
export function runDeskAction(desk: DeskSession, action: DeskAction): void {
  if (desk.windows?.forward(action) === true || runOnVideo(desk, action) || runOnVolume(desk, action)) return;
  if (runOnPlane(desk, action)) return;
  if (isOfFolder(action)) return runInFolder(desk, action);
  const handle = desk.active;
  switch (action.do) {
    case 'tool':
      return takeTool(desk, action.tool);
    case 'drawing':
      return runToolAct(desk, action.drawing);
    case 'leave-tool':
      return leaveTool(desk);
    case 'mpr':
    case 'slab':
    case 'slab-mode':
    case 'turn-planes':
    case 'straight-planes':
      return changePlanes(desk, action);
    case 'volume':
    case 'plane':
      return;
    case 'scroll':
    case 'edge':
    case 'series':
    case 'fault':
    case 'viewport':
    case 'measurement':
    case 'detection':
      return step(desk, action);
    case 'overview':
      return showOverview(desk);
    case 'sort':
      return sortActive(desk, action.order);
    case 'open-object':
    case 'detections':
    case 'planes':
      return lookAtObjects(desk, action);
    case 'key-image':
    case 'lesion':
    case 'keep-view':
    case 'keep-regions':
      return keep(desk, action);
    case 'aside':
      return desk.toggleAside();
    case 'layout':
      return desk.setLayout(action.rows, action.columns);
    case 'link':
    case 'link-here':
    case 'link-registered':
      return changeLink(desk, action);
    case 'true-size':
      return handle ? showTrueSize(desk, handle) : undefined;
    case 'reference-lines':
      return desk.stores.runtime.setState(({ referenceLines }) => ({ referenceLines: !referenceLines }));
    case 'cine':
      return desk.setCine(!desk.cine.playing);
    case 'undo':
    case 'redo':
      return void desk.history[action.do]();
    case 'delete':
      return deleteSelected(desk);
    case 'full':
      return desk.stores.layout.setState(({ full }) => ({ full: !full }));
    case 'panel':
      return togglePanel(desk, action.panel);
    case 'preset':
    case 'rotate':
    case 'flip':
    case 'flip-vertical':
    case 'invert':
    case 'shutter':
    case 'reset':
    case 'fit':
    case 'actual-size':
    case 'zoom':
      return handle ? changeView(desk, handle, action) : undefined;
    default:
      return assertNever(action);
  }
}

type FolderAction = NavAction | PartAction | FusionAction | SubtractAction | HangAction;

/** Those that a folder of their own does. */
function isOfFolder(action: DeskAction): action is Extract<DeskAction, FolderAction> {
  return [isNavAction, isPartAction, isFusionAction, isSubtractAction, isHangAction].some((is) => is(action));
}

function runInFolder(desk: DeskSession, action: Extract<DeskAction, FolderAction>): void {
  if (isNavAction(action)) navigate(desk, action);
  else if (isPartAction(action)) runPartAction(desk, action);
  else if (isFusionAction(action)) runFusionAction(desk, action);
  else if (isSubtractAction(action)) runSubtractAction(desk, action);
  else runHangAction(desk, action);
}

/** Over the desk, which stays as it is. */
function showOverview({ stores: { layout, open } }: DeskSession): void {
  const now = open.getState();
  layout.setState({ overviewOf: now.status === 'open' ? now.token : null });
}

/** What others made of the pictures. */
function lookAtObjects(desk: DeskSession, action: { do: 'open-object' | 'detections' | 'planes' }): void {
  if (action.do === 'planes') desk.engine.overlays.toggle();
  else if (action.do === 'open-object') openObject(desk);
  else void toggleDetections(desk);
}

/** What the reader makes of the picture in front of them, to be kept. */
function keep(desk: DeskSession, action: { do: 'key-image' | 'lesion' | 'keep-view' | 'keep-regions' }): void {
  if (action.do === 'key-image') toggleKeyImage(desk);
  else if (action.do === 'lesion') askLesion(desk);
  else if (action.do === 'keep-view') void keepView(desk);
  else desk.stores.tools.setState({ segmenting: true });
}

function changeLink(desk: DeskSession, action: { do: 'link' | 'link-here' | 'link-registered' }): void {
  if (action.do === 'link') desk.setLinked(!desk.stores.runtime.getState().linked);
  else if (action.do === 'link-here') linkHere(desk);
  else void toggleRegistered(desk);
}

function leaveTool(desk: DeskSession): void {
  desk.engine.tools.cancel();
  desk.engine.tools.drawings.deselect();
  desk.nav.cursor.clear();
  endFlicker(desk);
  if (desk.stores.runtime.getState().tool === 'window') desk.mpr.leave();
  desk.setTool('window');
}

type PlaneAction = Extract<DeskAction, { do: 'mpr' | 'slab' | 'slab-mode' | 'turn-planes' | 'straight-planes' }>;

function changePlanes(desk: DeskSession, action: PlaneAction): void {
  if (action.do === 'mpr') toggleMpr(desk);
  else if (action.do === 'slab') desk.mpr.changeSlab(action.by);
  else if (action.do === 'slab-mode') desk.mpr.changeSlabMode();
  else if (action.do === 'straight-planes') desk.mpr.straighten();
  else desk.mpr.turn(desk.stores.layout.getState().active, action.degrees);
}

/** From now on what the active viewport and the others show is taken for the same place, also when the case is opened again. */
function linkHere(desk: DeskSession): void {
  if (desk.link.linkHere(desk.stores.layout.getState().active) > 0) return desk.setLinked(true);
  desk.say('Nothing to link here', 'The other viewports share this frame of reference already, or lie across.');
}

function changeView(desk: DeskSession, handle: ViewportHandle, action: ViewAction): void {
  const before = handle.view;
  const set = (view: Partial<ViewState>): void => handle.setView(view);
  if (action.do === 'preset') applyPreset(handle, action.place);
  else if (action.do === 'rotate') set(rotated(before, action.degrees));
  else if (action.do === 'flip') set(mirrored(before));
  else if (action.do === 'flip-vertical') set(rotated(mirrored(before), 180));
  else if (action.do === 'invert') set({ invert: !before.invert });
  else if (action.do === 'shutter') set({ shutterLifted: !(before.shutterLifted ?? false) });
  else if (action.do === 'reset') set(INITIAL_VIEW);
  else if (action.do === 'fit') set({ scale: null, center: null, room: null, justify: null });
  else if (action.do === 'actual-size') zoomBy(handle, 1 / handle.truth.zoom);
  else if (action.do === 'zoom') zoomBy(handle, action.factor);
  if (handle.view !== before) pushView(desk.history, handle, before, handle.view);
}

function deleteSelected(desk: DeskSession): void {
  const selected = desk.engine.tools.drawings.selected();
  const chosen = desk.stores.runtime.getState().selectedMeasurement;
  const keys = selected.length > 0 ? selected : chosen === null ? [] : [chosen];
  for (const key of keys) desk.measurements.remove(key);
  desk.stores.runtime.setState({ selectedMeasurement: null });
}

function togglePanel(desk: DeskSession, panel: DeskPanel): void {
  desk.stores.layout.setState((now) => {
    switch (panel) {
      case 'rail':
        return { railShown: !now.railShown };
      case 'measurements':
        return { measurementsShown: !now.measurementsShown };
      case 'lesions':
        return { lesionsShown: !now.lesionsShown };
      case 'curve':
        return { curveShown: !now.curveShown };
      case 'report':
        return { reportShown: !now.reportShown };
      case 'overlay':
        return { overlayShown: !now.overlayShown };
    }
  });
}
