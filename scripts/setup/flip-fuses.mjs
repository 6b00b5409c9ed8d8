// Run by the project's Node with the path of the test runtime: sets the two fuses that make it behave as plain Electron.
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

await flipFuses(process.argv[2], {
  version: FuseVersion.V1,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
});
