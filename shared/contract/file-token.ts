import { z } from 'zod';

/**
 * Stands for files or folders that the reader chose in a dialog of the system, or dropped. Made by the shell, good once, for a
 * minute, in the window it was made for: a page cannot name a path.
 */
export const FileToken = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'FileToken'>();
export type FileToken = z.infer<typeof FileToken>;

/** Longest path and most paths of one choice. */
export const MOST_PATHS = 10_000;
export const LONGEST_PATH = 4096;
