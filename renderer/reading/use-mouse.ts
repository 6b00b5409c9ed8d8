import { useEffect } from 'react';
import { useServices } from '../app/services.tsx';
import type { DeskSession } from './desk-session.ts';

/** Gives the buttons of the mouse what the reader chose, now and when it is changed. */
export function useMouse(desk: DeskSession): void {
  const { controls } = useServices();
  useEffect(() => {
    const set = (): void => desk.engine.tools.setOthers(controls.view.getState().controls.mouse.drag);
    set();
    return controls.view.subscribe(set);
  }, [desk, controls]);
}
