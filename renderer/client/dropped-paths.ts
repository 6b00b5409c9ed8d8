import { bridge } from './bridge.ts';

/** Absolute paths of files and folders dropped on the window; things without a path are left out. */
export function droppedPaths(files: Iterable<File>): readonly string[] {
  const paths: string[] = [];
  for (const file of files) {
    const path = bridge().pathOfFile(file);
    if (path !== '') paths.push(path);
  }
  return paths;
}
