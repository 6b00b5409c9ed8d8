import { useEffect } from 'react';
import { mouseWith } from '../../shared/controls/mouse-rules.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import { useServices } from '../app/services.tsx';
import type { DeskSession } from './desk-session.ts';

/** Gives the buttons of the mouse what the reader chose for the tool that is held, now and when either is changed. */
export function useMouse(desk: DeskSession): void {
  const { controls } = useServices();
  useEffect(() => {
    const { runtime } = desk.stores;
    const set = (): void => {
      const { mouse } = controls.view.getState().controls;
      desk.engine.tools.setOthers(mouseWith(mouse, runtime.getState().tool).drag);
    };
    set();
    const bag = new DisposerBag();
    bag.add(controls.view.subscribe(set));
    bag.add(runtime.subscribe(({ tool }, before) => (tool === before.tool ? undefined : set())));
    return () => bag.dispose();
  }, [desk, controls]);
}
