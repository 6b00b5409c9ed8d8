// @vitest-environment jsdom
import { eventTarget } from '@cornerstonejs/core';
import { Enums } from '@cornerstonejs/tools';
import { afterEach, describe, expect, it } from 'vitest';
import { FrameClient } from '../../../../renderer/client/index.ts';
import { ImageSource } from '../../../../renderer/viewer/image-source.ts';
import { toAnnotation } from '../../../../renderer/viewer/tools/annotation-model.ts';
import { Drawings } from '../../../../renderer/viewer/tools/drawings.ts';
import type { DrawingEvent } from '../../../../renderer/viewer/tools/drawings.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';
import { axial } from '../../shared/hanging/studies.ts';

const open: { dispose: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.dispose();
});

const LINE: readonly Point2[] = [
  [2, 2],
  [5, 6],
];

/** Finishes a drawing as Cornerstone does, and gives what is told of it and written beside it. */
function draw(frame: number, points = LINE) {
  const { port1 } = new MessageChannel();
  const source = new ImageSource(new FrameClient(() => Promise.resolve(port1)));
  const drawings = new Drawings(source);
  open.push({ dispose: () => (drawings.dispose(), source.dispose(), port1.close()) });
  const image = axial('a', 0);
  source.add([image]);
  const events: DrawingEvent[] = [];
  drawings.on((event) => events.push(event));
  const annotation = toAnnotation('one', 'length', { objectId: image.objectId, frame }, points, [1, 1], '');
  const detail = { annotation };
  eventTarget.dispatchEvent(new CustomEvent(Enums.Events.ANNOTATION_COMPLETED, { detail }));
  return { events, lines: drawings.sink.lines(annotation.data) };
}

describe('a drawing on a picture', () => {
  it('has its values beside it', () => {
    const { events, lines } = draw(1);
    expect(events).toMatchObject([{ kind: 'drawn', drawing: { result: { values: [{ name: 'length', value: 5 }] } } }]);
    expect(lines[0]).toBe('length 5.0 mm');
  });

  it('says that it cannot be measured where the rules refuse its picture', () => {
    // The object has one frame: values of a second one would be of another picture.
    const { events, lines } = draw(2);
    expect(events).toMatchObject([{ drawing: { result: { values: [], warnings: ['cannot be measured'] } } }]);
    expect(lines.join(' ')).toContain('cannot be measured');
  });

  it('says nothing yet while it is half drawn', () => {
    const { events, lines } = draw(1, [[2, 2]]);
    expect(events).toMatchObject([{ drawing: { result: { values: [], warnings: [] } } }]);
    expect(lines).toEqual([]);
  });
});
