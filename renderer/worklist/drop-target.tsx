import { useEffect, useState } from 'react';
import type { FileToken } from '../../shared/contract/file-token.ts';
import { tokenOfDrop } from '../client/index.ts';
import { useNotices } from '../app/notices/index.ts';
import styles from './worklist-screen.module.css';

/** Takes files and folders dropped anywhere on the window. */
export function DropTarget({ onDropped }: { readonly onDropped: (token: FileToken) => void }) {
  const notices = useNotices();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const dragOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const dragLeave = (event: DragEvent): void => {
      // Only leaving the window itself counts, not passing from part to part.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      if (!hasFiles(event)) return;
      tokenOfDrop(event.dataTransfer?.files ?? [])
        .then((token) => (token === null ? nothingDropped() : onDropped(token)))
        .catch((error: unknown) => notices.fail(error, 'Import'));
    };
    const nothingDropped = (): void =>
      notices.add({
        tone: 'warning',
        title: 'Nothing to import was dropped',
        detail: 'Drop files or folders from the file manager.',
      });
    window.addEventListener('dragover', dragOver);
    window.addEventListener('dragleave', dragLeave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', dragOver);
      window.removeEventListener('dragleave', dragLeave);
      window.removeEventListener('drop', drop);
    };
  }, [onDropped, notices]);
  return over ? (
    <div className={styles['drop']} role="status">
      Drop to import
    </div>
  ) : null;
}
