import { PlainFailure } from '../lib/failure.mjs';
import { inProject, projectNode } from '../lib/paths.mjs';
import { runLogged } from '../lib/run.mjs';
import { step } from '../lib/say.mjs';
import { isFresh, PARTS } from './sources.mjs';

/** Builds what is older than its sources. */
export async function ensureBuild() {
  const stale = Object.keys(PARTS).filter((part) => !isFresh(part));
  if (stale.length === 0) return;
  const result = await step(`Building (${stale.join(', ')})`, () =>
    runLogged(projectNode(), [inProject('scripts', 'build.mjs'), ...stale], { log: 'build', cwd: inProject() }),
  );
  if (result.code === 0) return;
  process.stderr.write(result.output.split('\n').slice(-40).join('\n'));
  throw new PlainFailure('The program could not be built: mend what the lines above name, then type `npm run build`.', {
    log: result.log,
  });
}
