import { useServices } from '../app/services.tsx';
import { useNotices } from '../app/notices/index.ts';
import { useTransfers } from './worklist-context.tsx';

export interface ImportActions {
  readonly folder: () => void;
  readonly files: () => void;
  readonly samples: () => void;
  readonly paths: (paths: readonly string[]) => void;
}

/** Ways to bring studies in. Progress and report stand in the transfers panel. */
export function useImport(): ImportActions {
  const { link, layout } = useServices();
  const notices = useNotices();
  const transfers = useTransfers();
  const run = async (paths: readonly string[]): Promise<void> => {
    layout.setState({ transfersShown: true });
    await transfers.importPaths(paths);
  };
  const choose = async (kind: 'folder' | 'files'): Promise<void> => {
    const { paths } = await link.call('app.chooseImport', { kind });
    if (paths !== null && paths.length > 0) await run(paths);
  };
  const samples = async (): Promise<void> => {
    const { folder } = await link.call('app.samples', {});
    if (folder === null) {
      notices.add({
        tone: 'warning',
        title: 'The sample studies are not here',
        detail: 'They did not come with this copy of the program. Import a folder of your own.',
      });
      return;
    }
    await run([folder]);
  };
  const guarded = (work: () => Promise<void>) => (): void => {
    work().catch((error: unknown) => notices.fail(error, 'Import'));
  };
  return {
    folder: guarded(() => choose('folder')),
    files: guarded(() => choose('files')),
    samples: guarded(samples),
    paths: (paths) => guarded(() => run(paths))(),
  };
}
