import { asAppError } from '../../../shared/errors/app-error.ts';
import { useNotices } from '../notices/index.ts';
import { useServices } from '../services.tsx';

/**
 * Runs what packs the store. It is opened anew at the end, and the screens change meanwhile: what went wrong once it had begun stands
 * in a notice, since the form that asked for it is gone by then.
 */
export function usePacking(): (work: () => Promise<unknown>) => Promise<void> {
  const { access } = useServices();
  const notices = useNotices();
  return async (work) => {
    try {
      await access.pack(work);
    } catch (error) {
      if (asAppError(error).code !== 'access/wrong-passphrase') notices.fail(error, 'Move to another machine');
      throw error;
    }
  };
}
