import type { DeskSession } from '../../reading/index.ts';

/** What a case needs of the desk that shows its copy. */
export type CaseDesk = Pick<DeskSession, 'settle' | 'showFrame' | 'handles' | 'stood'>;
