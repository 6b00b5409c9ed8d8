import type { FileToken } from '../../shared/contract/file-token.ts';
import { useServices } from '../app/services.tsx';
import { useNotices } from '../app/notices/index.ts';
import { useTransfers } from './worklist-context.tsx';

export interface ImportActions {
  readonly folder: () => void;
  readonly files: () => void;
  readonly samples: () => void;
  readonly dropped: (token: FileToken) => void;
}

/** Ways to bring studies in. Progress and report stand in the transfers panel. */
export function useImport(): ImportActions {
  const { link, layout } = useServices();
  const notices = useNotices();
  const transfers = useTransfers();
  const run = async (token: FileToken): Promise<void> => {
    layout.setState({ transfersShown: true });
    await transfers.importChosen(token);
  };
  const choose = async (kind: 'folder' | 'files'): Promise<void> => {
    const { token } = await link.call('app.chooseImport', { kind });
    if (token !== null) await run(token);
  };
  const samples = async (): Promise<void> => {
    const { token } = await link.call('app.samples', {});
    if (token === null) {
      notices.add({
        tone: 'warning',
        title: 'The sample studies are not here',
        detail: 'They did not come with this copy of the program. Import a folder of your own.',
      });
      return;
    }
    await run(token);
  };
  const guarded = (work: () => Promise<void>) => (): void => {
    work().catch((error: unknown) => notices.fail(error, 'Import'));
  };
  return {
    folder: guarded(() => choose('folder')),
    files: guarded(() => choose('files')),
    samples: guarded(samples),
    dropped: (token) => guarded(() => run(token))(),
  };
}
