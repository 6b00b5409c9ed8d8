import path from 'node:path';
import { PlainFailure } from '../lib/failure.mjs';
import { inProject } from '../lib/paths.mjs';
import { ask, runLogged } from '../lib/run.mjs';
import { step } from '../lib/say.mjs';

/**
 * Makes FOLDER.tar.gz beside a folder with nothing of this machine in it: names sorted, one date (that of the commit), no
 * owner. GNU tar, because the packager's own target needs 7za and writes the day's date.
 * @param {string} folder
 * @returns {Promise<string>} the archive
 */
export async function archiveFolder(folder) {
  const archive = `${folder}.tar.gz`;
  const date = ask('git', ['-C', inProject(), 'log', '-1', '--format=%ct'])?.trim() || '0';
  const options = ['--sort=name', `--mtime=@${date}`, '--owner=0', '--group=0', '--numeric-owner', '--format=gnu'];
  const result = await step('Writing the archive', () =>
    runLogged(
      'tar',
      [...options, '-I', 'gzip -n -6', '-cf', archive, '-C', path.dirname(folder), path.basename(folder)],
      {
        log: 'archive',
      },
    ),
  );
  if (result.code !== 0) {
    throw new PlainFailure(
      'The archive could not be written: see that the disk has 1 GB free and that tar is GNU tar.',
      {
        log: result.log,
      },
    );
  }
  return archive;
}
