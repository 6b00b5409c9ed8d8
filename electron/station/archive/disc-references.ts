import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

export interface ResolvedReferences {
  /** Absolute paths of files that are there. */
  readonly present: readonly string[];
  /** References to nothing, to a link, or out of the medium. */
  readonly absent: number;
}

/** Parts of a reference. The standard allows eight (Part 10, 8.2.1). */
const MAX_PARTS = 64;

/**
 * Files that a DICOMDIR names, found below its folder. Names match without regard to case, as discs are copied; nothing
 * outside the folder and nothing behind a link is ever looked at.
 */
export async function resolveReferences(
  directoryFile: string,
  references: readonly string[],
): Promise<ResolvedReferences> {
  const root = path.dirname(directoryFile);
  const folders = new Map<string, Promise<ReadonlyMap<string, string>>>();
  const namesOf = (folder: string): Promise<ReadonlyMap<string, string>> => {
    const known = folders.get(folder) ?? listNames(folder);
    folders.set(folder, known);
    return known;
  };
  const present = new Set<string>();
  let absent = 0;
  for (const reference of references) {
    const found = await resolveOne(root, reference, namesOf);
    if (found === null) absent += 1;
    else present.add(found);
  }
  return { present: [...present], absent };
}

async function resolveOne(
  root: string,
  reference: string,
  namesOf: (folder: string) => Promise<ReadonlyMap<string, string>>,
): Promise<string | null> {
  const parts = reference.split(/[/\\]/);
  if (parts.length > MAX_PARTS) return null;
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0'))) return null;
  let place = root;
  for (const [index, part] of parts.entries()) {
    const names = await namesOf(place);
    const name = names.get(part) ?? names.get(part.toLowerCase());
    if (name === undefined) return null;
    place = path.join(place, name);
    const last = index === parts.length - 1;
    if ((await kindOf(place)) !== (last ? 'file' : 'folder')) return null;
  }
  return place;
}

/** What cannot be looked at (no permission, gone, a disc with a scratch) is absent, and no reason to end the import. */
async function kindOf(place: string): Promise<'file' | 'folder' | null> {
  try {
    const facts = await lstat(place);
    if (facts.isFile()) return 'file';
    return facts.isDirectory() ? 'folder' : null;
  } catch {
    return null;
  }
}

/** Names by themselves and by their lower case; an exact name wins. None of a folder that cannot be read. */
async function listNames(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder).catch((): string[] => []);
  return new Map([
    ...names.map((name) => [name.toLowerCase(), name] as const),
    ...names.map((name) => [name, name] as const),
  ]);
}
