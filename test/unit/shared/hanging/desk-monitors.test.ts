import { describe, expect, it } from 'vitest';
import { deskMonitors } from '../../../../shared/hanging/desk-monitors.ts';
import type { OpenWindow, WindowPlace } from '../../../../shared/model/desk-window.ts';

const open = (...places: readonly WindowPlace[]): readonly OpenWindow[] =>
  places.map((place) => ({ place, portrait: place === 'left' }));
const named = (...places: readonly WindowPlace[]): readonly string[] =>
  deskMonitors(open(...places)).map(({ place, role, orientation }) => `${place} ${role} ${orientation}`);

describe('the windows that a case hangs over', () => {
  it('are the only one, the desk beside one for pictures, or those for pictures alone, as they stand', () => {
    expect(named('desk')).toEqual(['desk any landscape']);
    expect(named('left', 'desk')).toEqual(['left diagnostic portrait', 'desk any landscape']);
    expect(named('desk', 'colour')).toEqual(['desk any landscape', 'colour colour landscape']);
    expect(named('right', 'desk', 'left')).toEqual(['right diagnostic landscape', 'left diagnostic portrait']);
    expect(named()).toEqual([]);
  });
});
