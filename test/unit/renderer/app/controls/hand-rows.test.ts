import { expect, it } from 'vitest';
import { handRows } from '../../../../../renderer/app/controls/hand-rows.ts';
import { dragWords } from '../../../../../renderer/app/controls/mouse-words.ts';
import { DragName, PROGRAM_CONTROLS } from '../../../../../shared/model/controls.ts';

const COMMANDS = ['image.invert Invert', 'image.cine Play or stop', 'tool.length Length'].map((one) => {
  const [id = '', ...title] = one.split(' ');
  return { id, title: title.join(' '), group: 'Image', scope: 'image' as const, defaultKeys: [], keys: [] };
});
const INFINITY = { vendorId: 0x05f3, productId: 0x00ff };

it('says of every button and pedal what it does now, and leaves out what does nothing', () => {
  const { mouse } = PROGRAM_CONTROLS;
  const place = { report: 0, byte: 0, mask: 1, value: 1 };
  const controls = {
    ...PROGRAM_CONTROLS,
    mouse: {
      ...mouse,
      back: 'image.invert',
      byTool: { length: { drag: { middle: 'zoom' as const, right: 'none' as const }, wheel: {} } },
    },
    devices: [
      { ...INFINITY, buttons: [{ ...place, press: 'image.cine', release: 'image.invert' }] },
      // Not listened to any more.
      { vendorId: 1, productId: 2, buttons: [{ ...place, press: 'image.cine', release: null }] },
    ],
  };
  const rows = handRows(controls, [{ ...INFINITY, name: 'Pedal' }], COMMANDS);
  expect(rows.map(({ by, does }) => `${by} = ${does}`)).toEqual([
    ...['Left button = The tool that is chosen', 'Middle button = Pan', 'Right button = Window'],
    ...['Shift and left button = 3D cursor', 'Wheel = Scroll', 'Ctrl and wheel = Zoom'],
    ...['Shift and wheel = Scroll by ten', 'Alt and wheel = Next or previous phase of this place'],
    ...['Length: Middle button = Zoom', 'Length: Right button = Nothing, with this tool'],
    ...['Fourth button (back) = Invert', 'Pedal (05f3:00ff): Left pedal, pressed = Play or stop'],
    'Pedal (05f3:00ff): Left pedal, let go = Invert',
  ]);
  expect(new Set(DragName.options.map(dragWords)).size).toBe(DragName.options.length);
});
