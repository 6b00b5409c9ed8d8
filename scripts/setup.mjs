import { runCommand } from './lib/failure.mjs';
import { say } from './lib/say.mjs';
import { setUp } from './setup/setup.mjs';

/** `npm run setup`: the set-up of `npm start` alone, without opening the window. */
await runCommand(async () => {
  const { runtime } = await setUp({ window: true });
  say(`Ready: ${runtime.label}`);
});
