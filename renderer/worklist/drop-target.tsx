import { useEffect, useState } from 'react';
import { droppedPaths } from '../client/index.ts';
import { useNotices } from '../app/notices/index.ts';
import styles from './worklist-screen.module.css';

/** Takes files and folders dropped anywhere on the window. */
export function DropTarget({ onPaths }: { readonly onPaths: (paths: readonly string[]) => void }) {
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
      const paths = droppedPaths(event.dataTransfer?.files ?? []);
      if (paths.length > 0) onPaths(paths);
      else {
        notices.add({
          tone: 'warning',
          title: 'Nothing to import was dropped',
          detail: 'Drop files or folders from the file manager.',
        });
      }
    };
    window.addEventListener('dragover', dragOver);
    window.addEventListener('dragleave', dragLeave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', dragOver);
      window.removeEventListener('dragleave', dragLeave);
      window.removeEventListener('drop', drop);
    };
  }, [onPaths, notices]);
  return over ? (
    <div className={styles['drop']} role="status">
      Drop to import
    </div>
  ) : null;
}
