import { useRegisterCommands } from '../../app/commands/index.ts';
import { localMinutes } from '../../app/local-time.ts';
import { useRefusal } from '../../app/may.ts';
import { useNotices } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { LIST_KEYS } from '../list-keys.ts';

/** Lines that are paid by the byte: used ahead for this night, or not any more. */
export function useTonight(): { readonly may: boolean; readonly set: (tonight: boolean) => Promise<void> } {
  const { link } = useServices();
  const notices = useNotices();
  const may = useRefusal('transfers.liftMeter') === null;
  const set = async (tonight: boolean): Promise<void> => {
    try {
      const { until } = await link.call('transfers.liftMeter', { tonight });
      notices.add({
        tone: 'note',
        title:
          until === null
            ? 'Lines that are paid by the byte bring only what is opened'
            : `Lines that are paid by the byte are used ahead until ${localMinutes(until).slice(-5)}`,
        detail: until === null ? 'What is on its way ahead of time waits.' : 'This is on record. It ends by itself.',
      });
    } catch (error) {
      notices.fail(error, 'Fetch ahead tonight');
    }
  };
  return { may, set };
}

/** The same by key and palette, wherever the list has the keys. */
export function useTonightCommand(): void {
  const { may, set } = useTonight();
  useRegisterCommands([
    {
      ...LIST_KEYS.tonight,
      ...{ enabled: () => may, run: () => set(true) },
    },
  ]);
}
