import type { Disposer } from '../../shared/lib/disposable.ts';
import type { WindowPlace } from '../../shared/model/desk-window.ts';
import { ERROR_TEXT } from './error-text.ts';
import type { Notices } from './notices/index.ts';
import type { StationLink } from './station-link.ts';
import { PLACE_WORDS } from './windows/place-words.ts';

/** Says what failed where there is no screen to say it on. One window says it: the desk's, where the other notices stand. */
export function sayFaults(link: StationLink, notices: Notices, here: WindowPlace): Disposer {
  if (here !== 'desk') return () => undefined;
  return link.on('app.fault', ({ code, place }) => {
    const { title, data, next } = ERROR_TEXT[code];
    const where = place === null ? '' : `Pictures, ${PLACE_WORDS[place]}: `;
    notices.getState().add({ tone: 'warning', title: `${where}${title}`, detail: `${data} ${next}` });
  });
}
