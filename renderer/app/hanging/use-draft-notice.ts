import { useEffect } from 'react';
import { mayCall } from '../may.ts';
import { useNotices } from '../notices/index.ts';
import { useServices } from '../services.tsx';

/** After the store was opened: which hanging protocols the reader changed before and did not keep. */
export function useDraftNotice(): void {
  const { link, access } = useServices();
  const notices = useNotices();
  useEffect(() => {
    if (!mayCall('hanging.drafts', access.view.getState().state?.reader?.roles ?? null)) return undefined;
    let gone = false;
    link.call('hanging.drafts', {}).then(
      ({ drafts }) => {
        if (gone || drafts.length === 0) return;
        const names = drafts.map(({ draft }) => `“${draft.document.name}”`).join(', ');
        notices.add({
          tone: 'note',
          title: drafts.length === 1 ? 'A hanging protocol is not kept yet' : 'Hanging protocols are not kept yet',
          detail: `${names}: Settings, Hanging protocols, goes on with what you changed, or drops it.`,
        });
      },
      // Without an answer nothing is said: the settings and the editor offer them all the same.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link, access, notices]);
}
