import { useStore } from 'zustand';
import type { StationCheck } from '../../shared/model/station-check.ts';
import { mayCall } from '../app/may.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { Button } from '../ui/index.ts';

/** A record to a file that is chosen: as JSON for a machine, as text to print. Nothing of a patient is in it. */
export function ExportButtons({ check }: { readonly check: StationCheck }) {
  const { link, access } = useServices();
  const notices = useNotices();
  const roles = useStore(access.view, ({ state }) => state?.reader?.roles ?? null);
  if (!mayCall('check.export', roles)) return null;
  const write = async (format: 'json' | 'text'): Promise<void> => {
    const kind = check.result.kind === 'pictures' ? 'pictures' : 'monitor';
    const suggestedName = `check-${kind}-${check.at.slice(0, 10)}.${format === 'json' ? 'json' : 'txt'}`;
    const { token } = await link.call('app.chooseExport', { suggestedName });
    if (token === null) return;
    const { file } = await link.call('check.export', { checkId: check.checkId, format, token });
    notices.add({ tone: 'ok', title: 'Record written', detail: file });
  };
  const start = (format: 'json' | 'text') => (): void => {
    write(format).catch((error: unknown) => notices.fail(error, 'Record of the check'));
  };
  return (
    <>
      <Button onClick={start('json')}>Save as JSON</Button>
      <Button onClick={start('text')}>Save as text</Button>
    </>
  );
}
