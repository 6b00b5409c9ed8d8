import { asAppError } from '../../../shared/errors/app-error.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import type { Task } from '../use-task.ts';

export interface SigningIn {
  /** `busy` while a page in the browser is waited for. */
  readonly task: Task;
  readonly begin: () => void;
  readonly stop: () => void;
}

/** One sign-in in the browser of the system. Stopping it is no failure. */
export function useSignIn(): SigningIn {
  const { link, access } = useServices();
  const task = useTask();
  const begin = (): void =>
    task.start(async () => {
      try {
        await link.call('signIn.begin', {});
      } catch (error) {
        if (asAppError(error).code !== 'sign-in/cancelled') throw error;
      }
      await access.refresh();
    });
  // What was begun says that it ended.
  const stop = (): void => void link.call('signIn.cancel', {}).catch(() => undefined);
  return { task, begin, stop };
}
