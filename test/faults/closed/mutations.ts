/** A place in a bundle that is there exactly once, and what stands there instead. */
export type Edit = readonly [file: 'main.mjs' | 'station.mjs', place: RegExp, instead: string];

/** One protection taken out of a built program. */
export interface Mutation {
  readonly protection: string;
  readonly edits: readonly Edit[];
  /** The check that must fail without it. */
  readonly check: string;
}

/** Every protection of the shell and the station's border against a page that is not itself any more. */
export const MUTATIONS: readonly Mutation[] = [
  {
    protection: 'content policy: the header',
    edits: [['main.mjs', /"content-security-policy": CONTENT_POLICY,/, '']],
    check: '7: sends the content policy with every answer',
  },
  {
    protection: 'content policy: no inline script',
    edits: [
      ['main.mjs', /"script-src 'self' 'wasm-unsafe-eval'"/, `"script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline'"`],
    ],
    check: '7: runs no injected script and takes no injected style',
  },
  {
    protection: 'content policy: no injected style',
    edits: [['main.mjs', /"style-src 'self'"/, `"style-src 'self' 'unsafe-inline'"`]],
    check: '7: runs no injected script and takes no injected style',
  },
  {
    protection: 'permissions: the handler of requests',
    edits: [['main.mjs', /answer\(isAllowed\);/, 'answer(true);']],
    check: '5: denies every permission, asked and looked up',
  },
  {
    protection: 'permissions: the handler of look-ups',
    edits: [
      [
        'main.mjs',
        /permission === "media" && microphone\d*\.mayHave\(\{ address, kinds: \[mediaType \?\? ""\] \}\)/,
        'true',
      ],
    ],
    check: '5: denies every permission, asked and looked up',
  },
  {
    protection: 'navigation',
    edits: [['main.mjs', /alerts\.raise\("navigation"\);\s*\w+\.preventDefault\(\);/, '']],
    check: '11, 13: goes nowhere, and takes no webview or frame',
  },
  {
    protection: 'new windows',
    edits: [['main.mjs', /return \{ action: "deny" \};/, 'return { action: "allow" };']],
    check: '14: opens no window',
  },
  {
    protection: 'request filter',
    edits: [['main.mjs', /answer\(\{ cancel: !isOwn \}\);/, 'answer({ cancel: false });']],
    check: '1: cuts off every request that is not for its own page',
  },
  {
    protection: 'proxy that is not there',
    edits: [
      ['main.mjs', /await \w+\.setProxy\(NOWHERE\);/, ''],
      ['main.mjs', /\["proxy-server", NOWHERE\.proxyRules\],/, ''],
    ],
    check: '1: has a proxy that is not there for what the filter misses',
  },
  {
    protection: 'sandbox of the window',
    edits: [
      [
        'main.mjs',
        /sandbox: true,(?=\s*contextIsolation: true,\s*nodeIntegration: false,\s*webSecurity: true,\s*webviewTag)/,
        'sandbox: false,',
      ],
    ],
    check: '2, 3, 4, 6, 11: every window is sandboxed and isolated, and shows our page',
  },
  {
    protection: 'sender',
    edits: [
      ['main.mjs', /return frame !== null && frame\.parent === null && frame\.origin === APP_ORIGIN;/, 'return true;'],
    ],
    check: '17: answers no sender but its own page',
  },
  {
    protection: 'schema of the shell’s calls',
    edits: [
      [
        'main.mjs',
        /if \(!parsed\.success\) throw new AppError\("request\/bad", `request of \$\{name\} refused`, \{ context: \{ call: name \} \}\);\s*return handler\(parsed\.data/,
        'return handler(parsed.data ?? {}',
      ],
    ],
    check: '17: checks every request against its schema',
  },
  {
    protection: 'schema of the station’s calls',
    edits: [
      [
        'station.mjs',
        /const parsed = spec\.request\.safeParse\(request\);/,
        'const parsed = { success: true, data: request };',
      ],
    ],
    check: '17: checks every request against its schema',
  },
  {
    protection: 'size and kind of a call',
    edits: [
      ['main.mjs', /const fault = requestFault\(request\w*\);/, 'const fault = null;'],
      ['station.mjs', /const fault = requestFault\(request\w*\);/, 'const fault = null;'],
    ],
    check: '17: bounds the size and the kind of what a call carries',
  },
  {
    protection: 'calls of the shell alone',
    edits: [['main.mjs', /if \(spec\.caller === "shell"\) \{/, 'if (false) {']],
    check: '17: keeps the calls of the shell from pages',
  },
  {
    protection: 'calls bound to open studies',
    edits: [['station.mjs', /allow: \(page, name, parsed\) => this\.#studies\.require\(page, name, parsed\),/, '']],
    check: '17: binds calls to the studies that the page has open',
  },
  {
    protection: 'frames bound to open studies',
    edits: [
      [
        'station.mjs',
        /const mayShow = \(objectId, form\) => page === null \|\|/,
        'const mayShow = (objectId, form) => true ||',
      ],
    ],
    check: '17: binds frames to the studies that the page has open',
  },
  {
    protection: 'file tokens: good once',
    edits: [['main.mjs', /(const granted = this\.#granted\.get\(token\);)\s*this\.#granted\.delete\(token\);/, '$1']],
    check: '17: takes a choice of files once, and for its purpose',
  },
  {
    protection: 'file tokens: of one page',
    edits: [
      ['main.mjs', /granted\?\.page === page && granted\.purpose/, 'granted?.purpose'],
      ['main.mjs', /tokens\.forget\(page\);/, ''],
    ],
    check: '17: takes no choice of files of the page before',
  },
];
