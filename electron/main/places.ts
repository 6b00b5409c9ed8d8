import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the built program lies: dist/node beside dist/window, resources at the root (or beside the archive when packaged). */
export interface Places {
  readonly node: string;
  readonly window: string;
  readonly resources: string;
}

export function places(packaged: boolean, resourcesPath: string): Places {
  const node = path.dirname(fileURLToPath(import.meta.url));
  const root = path.resolve(node, '..', '..');
  return {
    node,
    window: path.resolve(node, '..', 'window'),
    resources: packaged ? path.join(resourcesPath, 'resources') : path.join(root, 'resources'),
  };
}
