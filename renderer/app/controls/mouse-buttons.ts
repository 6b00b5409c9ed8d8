import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { KeyDispatcher } from '../commands/index.ts';
import type { ReaderControls } from './reader-controls.ts';

/** Numbers of MouseEvent.button. */
const BACK = 3;
const FORWARD = 4;

/** The fourth and the fifth button of a mouse do what the reader chose, and nothing else: there is no page to go back to. */
export function watchMouseButtons({ view }: ReaderControls, dispatcher: KeyDispatcher, page: Window): Disposer {
  const press = (event: MouseEvent): void => {
    if (event.button !== BACK && event.button !== FORWARD) return;
    event.preventDefault();
    const { back, forward } = view.getState().controls.mouse;
    const command = event.button === BACK ? back : forward;
    if (command !== null) dispatcher.runByHand(command);
  };
  const keep = (event: MouseEvent): void => {
    if (event.button === BACK || event.button === FORWARD) event.preventDefault();
  };
  page.addEventListener('mousedown', press);
  page.addEventListener('mouseup', keep);
  return () => {
    page.removeEventListener('mousedown', press);
    page.removeEventListener('mouseup', keep);
  };
}
