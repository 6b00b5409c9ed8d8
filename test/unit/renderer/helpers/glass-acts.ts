import { eventTarget } from '@cornerstonejs/core';
import { annotation, Enums } from '@cornerstonejs/tools';
import type { DeskSession } from '../../../../renderer/reading/desk-session.ts';
import { calibrate, runToolAct, takeTool } from '../../../../renderer/reading/desk-tools.ts';
import { askLesion } from '../../../../renderer/reading/lesions/lesion-acts.ts';
import { toggleFlicker } from '../../../../renderer/reading/navigation/flicker.ts';
import { stepStudy } from '../../../../renderer/reading/navigation/step-through.ts';
import { toggleMpr } from '../../../../renderer/reading/reformat-desk.ts';
import { keepSegmentation } from '../../../../renderer/reading/segmentation-acts.ts';
import { keepView, showView, toggleKeyImage } from '../../../../renderer/reading/show-view.ts';
import { toImageId } from '../../../../renderer/viewer/index.ts';
import type { FrameRef } from '../../../../renderer/viewer/index.ts';
import { toAnnotation } from '../../../../renderer/viewer/tools/annotation-model.ts';
import type { LesionFinding } from '../../../../shared/model/lesion.ts';
import type { MeasureTool, Point2 } from '../../../../shared/model/measurement.ts';
import { objectsOf } from '../../../../renderer/objects/index.ts';
import { CurvedGuest } from '../../../../renderer/reading/volume/curved-guest.ts';
import { runOnVolume } from '../../../../renderer/reading/volume/volume-acts.ts';

const CODE = { value: '85756007', scheme: 'SCT', meaning: 'Tissue' };
/** Acts there are: a number beyond begins anew. */
export const ACTS = 22;

/** What a reader does to the case on the desk, by number; nothing where it is not open yet. What is asked for may be answered late. */
export function act(session: DeskSession, which: number, factor: number): void {
  const open = session.stores.open.getState();
  if (open.status !== 'open') return;
  const { studyId } = open.current.study;
  const { measurements } = session.stores.saved.getState();
  const { tools } = session.stores;
  const gone: LesionFinding = { kind: 'gone', measurements: [], into: null, reason: '' };
  const [first] = measurements;
  const [view] = session.marks.store.getState().views;
  const contours = open.current.series.flatMap(objectsOf).at(-1)?.objectId;
  const done: readonly (() => unknown)[] = [
    () => session.lesions.load(),
    () =>
      session.lesions.mark({ studyId, trackingUid: null, role: 'target', nature: 'mass', organ: '', finding: gone }),
    () => askLesion(session),
    () => keepView(session),
    () => toggleKeyImage(session),
    () => view && showView(session, view),
    () => contours && session.objects.open(contours),
    () => contours && session.objects.toggleAll(contours),
    () => first && calibrate(session, first.measurementId, 7),
    () =>
      first &&
      keepSegmentation(session, {
        label: 'a',
        segments: [{ label: 'b', category: CODE, type: CODE, measurementIds: [first.measurementId] }],
      }),
    () => draw(session, 'length', which),
    () => draw(session, 'spine-label', which),
    () => (takeTool(session, 'calcium'), tools.setState({ calibration: factor })),
    () => (runToolAct(session, { act: 'describe' }), tools.setState({ calibrating: first?.measurementId ?? null })),
    () => toggleMpr(session),
    () => runOnVolume(session, { do: 'volume', act: '3d' }),
    () => drawPath(session),
    () => runOnVolume(session, { do: 'volume', act: 'preset' }),
    () => toggleFlicker(session),
    () => session.active && session.nav.cursor.point(session.active, [1, 1]),
    () => stepStudy(session, 1),
    () => fuse(session),
  ];
  void done[which % ACTS]?.();
}

/** Lays the case over itself, with greys that stay what they are. */
function fuse(session: DeskSession): void {
  const { active } = session.stores.layout.getState();
  const cell = session.stores.composition.getState().cells[active];
  if (!cell) return;
  const { studyId, seriesUid } = cell;
  const scale = { name: '8 bits', scale: { low: 0, high: 255 } };
  const over = { studyId, seriesUid, stack: 0 };
  session.fusion.set(active, { over, map: 'grey', opacity: 1, scale });
}

/** A path through the planes, laid straight. */
function drawPath(session: DeskSession): void {
  runOnVolume(session, { do: 'volume', act: 'path' });
  const guest = session.mpr.guests.now;
  if (guest instanceof CurvedGuest) guest.draw([[0, 0, 0], [2, 2, 4], [3, 1, 9]]); // prettier-ignore
}

function draw(session: DeskSession, tool: 'length' | 'spine-label', which: number): void {
  const shown = session.handles.filter(({ truth }) => truth.state === 'shown');
  const ref = shown[which % Math.max(1, shown.length)]?.truth.ref;
  if (ref) drawOn(ref, tool, tool === 'length' ? [[0, 0], [2, 2]] : [[1, 1]]); // prettier-ignore
}

/** Finishes a drawing on a picture that is shown, of the case or of its prior, as Cornerstone does. */
export function drawOn(ref: FrameRef, tool: MeasureTool, points: readonly Point2[]): void {
  const drawing = toAnnotation(crypto.randomUUID(), tool, ref, points, [1, 1], '');
  annotation.state.addAnnotation(drawing, toImageId(ref));
  eventTarget.dispatchEvent(new CustomEvent(Enums.Events.ANNOTATION_COMPLETED, { detail: { annotation: drawing } }));
}
